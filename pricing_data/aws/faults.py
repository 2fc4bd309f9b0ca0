"""Everything that can go wrong while AWS is read. Each message is one sentence for the person who asked.

CostModelError
└── RefreshError             prices could not be read; the ones on this machine stay as they are
    ├── NoNetwork            AWS cannot be reached
    ├── NoCredentials        the AWS chain of credentials is empty, incomplete or expired
    ├── Denied               the credentials may not do this: .permission
    ├── Throttled            too many calls
    ├── ExpiredToken         a listing took so long that AWS forgot it, twice
    ├── IncompletePage       an answer that is not whole
    ├── BadPriceList         an answer that cannot be right: .key
    ├── Unavailable          AWS answers with an error of its own, or not in time
    └── Cancelled            the person who asked said stop
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

from costmodel.errors import CostModelError

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefreshError(CostModelError):
    """Prices could not be read."""


class NoNetwork(RefreshError):
    """AWS cannot be reached."""


class NoCredentials(RefreshError):
    """There are no usable AWS credentials."""


class Denied(RefreshError):
    """The credentials lack a permission."""

    def __init__(self, permission: str, message: str = "") -> None:
        self.permission = permission
        super().__init__(message or f"AWS refused: the credentials need the permission {permission}")


class Throttled(RefreshError):
    """Too many calls."""


class ExpiredToken(RefreshError):
    """A listing expired while it was read, and again when it was started afresh."""


class IncompletePage(RefreshError):
    """An answer that is not whole."""


class BadPriceList(RefreshError):
    """An answer that cannot be right; ``key`` names the rate, or is empty when it is about all of them."""

    def __init__(self, key: str, what: str) -> None:
        self.key = key
        super().__init__(f"'{key}' {what}" if key else what)


class Unavailable(RefreshError):
    """AWS answers with an error of its own, or not in time."""


class Cancelled(RefreshError):
    """Stopped on request."""

    def __init__(self, message: str = "the refresh was cancelled; the prices stay as they were") -> None:
        super().__init__(message)


CODES: Mapping[str, type[RefreshError]] = {
    "AccessDenied": Denied,
    "UnauthorizedOperation": Denied,
    "NotAuthorized": Denied,
    "Throttling": Throttled,
    "ThrottledException": Throttled,
    "TooManyRequests": Throttled,
    "RequestLimitExceeded": Throttled,
    "SlowDown": Throttled,
    "429": Throttled,
    "ExpiredNextToken": ExpiredToken,
    "InvalidNextToken": ExpiredToken,
    "ExpiredToken": NoCredentials,
    "RequestExpired": NoCredentials,
    "InvalidClientTokenId": NoCredentials,
    "UnrecognizedClient": NoCredentials,
    "MissingAuthenticationToken": NoCredentials,
    "InvalidSignature": NoCredentials,
    "SignatureDoesNotMatch": NoCredentials,
    "AuthFailure": NoCredentials,
    "OptInRequired": Denied,
}
"""AWS's error code, without a trailing "Exception", to what it means."""

CLASSES: Mapping[str, type[RefreshError]] = {
    "NoCredentialsError": NoCredentials,
    "PartialCredentialsError": NoCredentials,
    "CredentialRetrievalError": NoCredentials,
    "ProfileNotFound": NoCredentials,
    "ConfigParseError": NoCredentials,
    "ConfigNotFound": NoCredentials,
    "SSOError": NoCredentials,
    "TokenRetrievalError": NoCredentials,
    "LoginError": NoCredentials,
    "ConnectTimeoutError": NoNetwork,
    "EndpointConnectionError": NoNetwork,
    "ProxyConnectionError": NoNetwork,
    "SSLError": NoNetwork,
    "ReadTimeoutError": Unavailable,
    "ConnectionClosedError": Unavailable,
    "ResponseStreamingError": IncompletePage,
    "IncompleteReadError": IncompletePage,
    "IncompleteRead": IncompletePage,
    "ResponseParserError": IncompletePage,
    "HTTPClientError": Unavailable,
    "BotoCoreError": Unavailable,
}
"""Class of an exception (its own or an ancestor's; the nearest counts) to what it means."""

SENTENCES: Mapping[type[RefreshError], str] = {
    NoNetwork: "AWS cannot be reached; is there a network?",
    NoCredentials: "no usable AWS credentials; sign in, or use the bulk files, which need none",
    Throttled: "AWS throttled the calls even after retries; try again in a few minutes",
    ExpiredToken: "the listing expired while it was read; try again",
    IncompletePage: "an answer from AWS was cut short",
    Unavailable: "AWS did not answer properly; try again later",
}
"""What to tell; the exception's own words follow."""


def explained(exception: BaseException, permission: str = "pricing:GetProducts") -> RefreshError:
    """The refresh error that an exception of botocore, urllib or the socket means.

    ``permission`` is what the call needs, for `Denied`.

    >>> explained(TimeoutError("timed out"))
    Unavailable('AWS did not answer properly; try again later (timed out)')
    """
    if isinstance(exception, RefreshError):
        return exception
    kind = _kind(exception)
    if kind is Denied:
        return Denied(permission)
    return kind(f"{SENTENCES[kind]} ({' '.join(str(exception).split()) or type(exception).__name__})")


def _kind(exception: BaseException) -> type[RefreshError]:
    response = getattr(exception, "response", None)
    if isinstance(response, dict):
        return _answered(response)
    if isinstance(exception, HTTPError):
        return _status(exception.code)
    if isinstance(exception, URLError) and isinstance(exception.reason, BaseException):
        return _unreached(exception.reason)
    named = (CLASSES[each.__name__] for each in type(exception).__mro__ if each.__name__ in CLASSES)
    return next(named, None) or _unreached(exception)


def _answered(response: Mapping[str, Mapping[str, object]]) -> type[RefreshError]:
    code = str(response.get("Error", {}).get("Code", "")).removesuffix("Exception")
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return CODES.get(code) or _status(status if isinstance(status, int) else 0)


def _status(status: int) -> type[RefreshError]:
    return {401: NoCredentials, 403: Denied, 429: Throttled}.get(status, Unavailable)


def _unreached(exception: BaseException) -> type[RefreshError]:
    lost = isinstance(exception, (ConnectionRefusedError, socket.gaierror)) or (
        isinstance(exception, OSError) and not isinstance(exception, (TimeoutError, ConnectionError))
    )
    return NoNetwork if lost else Unavailable
