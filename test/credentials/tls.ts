import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A throw-away pair that no program trusts: made for this test, good for nothing else. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVBaCknPRwzOn89uM
s38WhstZ3jW0GwIwrYdLAfuvt0ihRANCAAQ+3JVzwPTJAgjg8GyWgARCsvJbPIm9
zegXy/VWouo4ek+x17V/wfbLcR1ZBHtFqslHCkhgjW/GIK2rdzxJuEjB
-----END PRIVATE KEY-----`;

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUa+AE+y34qAOOXwTHlBHoGCHztzYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjAxMjQwNFoYDzIxMjYxMDI5
MDEyNDA0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ+3JVzwPTJAgjg8GyWgARCsvJbPIm9zegXy/VWouo4ek+x17V/wfbL
cR1ZBHtFqslHCkhgjW/GIK2rdzxJuEjBo1MwUTAdBgNVHQ4EFgQUCQ2XsJJlzfCj
Sa0S2PN7i/TPKUowHwYDVR0jBBgwFoAUCQ2XsJJlzfCjSa0S2PN7i/TPKUowDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAxQJvXNONGT+Yckcnd1RPC
h+sqS091Osmukw5s8sxxTQIhAIxynZph7nH4imfjAt6bVPqh+1rw8SvWrWj4+3gt
sedi
-----END CERTIFICATE-----`;

/** A server over TLS whose certificate nobody vouches for; it answers every request with this body. */
export async function startUntrusted(body: unknown): Promise<{ url: string; paths: string[]; close(): Promise<void> }> {
	const paths: string[] = [];
	const server: Server = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
		paths.push(request.url ?? '');
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
		paths,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
