"""What AWS publishes today: its price lists, Savings Plans and Spot prices, read into rows.

Knows nothing of folders. Importing it loads neither boto3 nor pandas; a source loads what it needs when it is made.
"""
