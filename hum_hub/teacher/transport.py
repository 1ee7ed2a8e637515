"""The way to one endpoint: aiohttp under the client of the `openai` package, with bounds that the latter lacks.

A body is read up to a bound, redirects are never followed (they would carry the prompt elsewhere), and nothing is
taken from the environment: no proxy, no `.netrc`, no header that a variable holds. The key is added here, and only
to requests that go where it belongs.
"""

import aiohttp
import httpx2

MOST_BYTES = 16 * 1024 * 1024
"""The longest body that is read: a reply of any model fits in it many times."""


MOST_FILE_BYTES = 1024 * 1024 * 1024
"""The longest file of a batch's replies that is read."""
_SENT = (b"content-type", b"accept")
"""The headers of a request that are passed on; the client adds some from the environment, meant for other places."""


class TooLarge(Exception):
    """A body went beyond the bound; what is left of it is not read."""


class Transport(httpx2.AsyncBaseTransport):
    """Sends requests below `url` with `key`, over a pool of at most `connections` connections."""

    def __init__(self, url: str, key: str, connections: int, most_bytes: int = MOST_BYTES) -> None:
        self._url, self._authorization = url, f"Bearer {key}"
        self._connections = connections
        self._most_bytes = most_bytes
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and read the whole answer.

        Raises:
            TooLarge: the body is longer than allowed.
            httpx2.TransportError: no whole answer came, or the request was for another endpoint.
        """
        url = str(request.url)
        if not url.startswith(f"{self._url}/"):
            raise httpx2.UnsupportedProtocol("a request for another endpoint", request=request)
        try:
            body = request.content
        except httpx2.RequestNotRead:  # a file that is uploaded
            body = await request.aread()
        try:
            async with self._open().request(
                request.method,
                url,
                headers=self._headers(request),
                data=body or None,
                allow_redirects=False,
            ) as response:
                return httpx2.Response(
                    response.status,
                    headers=_plain(response),
                    content=await self._read(response, self._most(url)),
                    request=request,
                )
        except aiohttp.ClientConnectorError as error:
            raise httpx2.ConnectError(str(error.os_error), request=request) from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise httpx2.ReadError(f"{type(error).__name__}: {error}", request=request) from error

    def _headers(self, request: httpx2.Request) -> dict[str, str]:
        sent = {name.decode(): value.decode() for name, value in request.headers.raw if name.lower() in _SENT}
        return {**sent, "Authorization": self._authorization, "User-Agent": "hum-hub"}

    async def aclose(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:  # made inside the event loop that uses it
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    def _most(self, url: str) -> int:
        return max(self._most_bytes, MOST_FILE_BYTES) if url.startswith(f"{self._url}/files/") else self._most_bytes

    async def _read(self, response: aiohttp.ClientResponse, most: int) -> bytes:
        if response.content_length is not None and response.content_length > most:
            raise TooLarge(f"{response.content_length} bytes")
        if response.content_length is not None and "Content-Encoding" not in response.headers:
            return await response.read()
        chunks, size = list[bytes](), 0
        async for chunk in response.content.iter_any():
            size += len(chunk)
            if size > most:
                raise TooLarge(f"more than {most} bytes")
            chunks.append(chunk)
        return b"".join(chunks)


def _plain(response: aiohttp.ClientResponse) -> list[tuple[bytes, bytes]]:
    """The headers of a body that is decompressed and whole already."""
    left_out = (b"content-encoding", b"content-length", b"transfer-encoding")
    return [(name, value) for name, value in response.raw_headers if name.lower() not in left_out]
