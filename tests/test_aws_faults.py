"""What goes wrong on the way to AWS, in words for the person who asked."""

from __future__ import annotations

import socket
import subprocess
import sys
from email.message import Message
from http.client import IncompleteRead
from urllib.error import HTTPError, URLError

import pytest
from botocore import exceptions, parsers

from costmodel.errors import CostModelError
from pricing_data.aws import faults
from pricing_data.aws.faults import (
    Denied,
    ExpiredToken,
    IncompletePage,
    NoCredentials,
    NoNetwork,
    Throttled,
    Unavailable,
    explained,
)

URL = "https://api.pricing.us-east-1.amazonaws.com"


def answer(code, status=400):
    return exceptions.ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Call")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answer("AccessDeniedException"), Denied),
        (answer("UnauthorizedOperation", 403), Denied),
        (answer("ThrottlingException"), Throttled),
        (answer("RequestLimitExceeded", 503), Throttled),
        (answer("ExpiredNextTokenException"), ExpiredToken),
        (answer("ExpiredTokenException"), NoCredentials),
        (answer("UnrecognizedClientException"), NoCredentials),
        (answer("InternalErrorException", 500), Unavailable),
        (answer("WhoKnows", 503), Unavailable),
        (answer("", 429), Throttled),
        (exceptions.NoCredentialsError(), NoCredentials),
        (exceptions.PartialCredentialsError(provider="env", cred_var="x"), NoCredentials),
        (exceptions.ProfileNotFound(profile="me"), NoCredentials),
        (exceptions.UnauthorizedSSOTokenError(), NoCredentials),
        (exceptions.EndpointConnectionError(endpoint_url=URL), NoNetwork),
        (exceptions.ConnectTimeoutError(endpoint_url=URL), NoNetwork),
        (exceptions.ProxyConnectionError(proxy_url=URL), NoNetwork),
        (exceptions.ReadTimeoutError(endpoint_url=URL), Unavailable),
        (exceptions.ConnectionClosedError(endpoint_url=URL), Unavailable),
        (parsers.ResponseParserError("cut"), IncompletePage),
        (IncompleteRead(b"x", 5), IncompletePage),
        (TimeoutError("timed out"), Unavailable),
        (ConnectionResetError("reset"), Unavailable),
        (ConnectionRefusedError("refused"), NoNetwork),
        (socket.gaierror("unknown host"), NoNetwork),
        (URLError(socket.gaierror("unknown host")), NoNetwork),
        (URLError(TimeoutError("timed out")), Unavailable),
        (HTTPError(URL, 403, "no", Message(), None), Denied),
        (HTTPError(URL, 404, "no", Message(), None), Unavailable),
        (HTTPError(URL, 503, "no", Message(), None), Unavailable),
        (RuntimeError("anything"), Unavailable),
    ],
    ids=lambda value: repr(value) if isinstance(value, Exception) else value.__name__,
)
def test_every_error_has_a_meaning_and_one_line(error, kind):
    found = explained(error)

    assert type(found) is kind
    assert str(found)
    assert "\n" not in str(found)
    assert isinstance(found, CostModelError)


def test_what_is_explained_already_stays():
    error = faults.BadPriceList("alb.hours", "costs nothing")

    assert explained(error) is error
    assert str(error) == "'alb.hours' costs nothing"


def test_a_denied_call_names_the_permission():
    found = explained(answer("AccessDeniedException"), "ec2:DescribeSpotPriceHistory")

    assert isinstance(found, Denied)
    assert found.permission == "ec2:DescribeSpotPriceHistory"
    assert found.permission in str(found)


def test_reading_prices_loads_no_boto3_and_no_pandas():
    code = (
        "import sys, pricing_data, pricing_data.aws.sources; "
        "print([name for name in ('boto3', 'botocore', 'pandas', 'ijson') if name in sys.modules])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
