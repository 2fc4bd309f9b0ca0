"""What kept a refresh from working, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pricing_data.aws import faults
from pricing_data.store import Unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costmodel.display import Say

SENTENCES: Mapping[type[Exception], str] = {
    faults.NoNetwork: "AWS cannot be reached: is this machine online? The prices stay as they are.",
    faults.NoCredentials: "There are no usable AWS credentials. Sign in, or read the public files, which need none.",
    faults.Denied: "AWS refused: the permission {permission} is missing.",
    faults.Throttled: "AWS throttled the calls even after retries. Try again in a few minutes.",
    faults.ExpiredToken: "The listing expired while it was read. Try again.",
    faults.IncompletePage: "An answer from AWS was cut short, so nothing of it is used.",
    faults.BadPriceList: "What came cannot be right, so nothing of it is used: {what}",
    faults.Unavailable: "AWS did not answer properly. Try again later.",
    faults.Cancelled: "Stopped. The prices stay as they were.",
    Unwritable: "The new prices could not be kept: {what}",
}


def fault_text(error: Exception, say: Say) -> str:
    """One sentence; a fault that has none here is told in its own words."""
    template = next((SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES), "{what}")
    return say(template).format(permission=getattr(error, "permission", ""), what=str(error))
