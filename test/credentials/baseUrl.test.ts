import fc from 'fast-check';

import { baseUrl } from '../../nodes/GroupManager/engine/http/baseUrl';
import { Failure } from '../../nodes/GroupManager/engine/contract/failure';

const PATH = '/admin_api/v1';

const read = (typed: unknown, { allowInsecureHttp = false, defaultPath = PATH } = {}) =>
	baseUrl(typed, { field: 'Domain', defaultPath, allowInsecureHttp });

function refusalOf(typed: unknown): Failure {
	try {
		read(typed);
	} catch (error) {
		if (error instanceof Failure) return error;
	}
	throw new Error(`${JSON.stringify(typed)} was not refused`);
}

describe('the base URL', () => {
	it.each([
		// Domains
		['tracker.example.com', 'https://tracker.example.com/admin_api/v1'],
		['https://tracker.example.com', 'https://tracker.example.com/admin_api/v1'],
		['https://tracker.example.com/', 'https://tracker.example.com/admin_api/v1'],
		['https://tracker.example.com///', 'https://tracker.example.com/admin_api/v1'],
		['  tracker.example.com  ', 'https://tracker.example.com/admin_api/v1'],
		['\u00a0tracker.example.com\u2003', 'https://tracker.example.com/admin_api/v1'],
		['TRACKER.Example.COM', 'https://tracker.example.com/admin_api/v1'],
		['HTTPS://tracker.example.com', 'https://tracker.example.com/admin_api/v1'],
		['tracker', 'https://tracker/admin_api/v1'],
		['tracker.example.com.', 'https://tracker.example.com./admin_api/v1'],
		['203.0.113.7', 'https://203.0.113.7/admin_api/v1'],
		// Ports
		['tracker.example.com:8443', 'https://tracker.example.com:8443/admin_api/v1'],
		['https://tracker.example.com:8443/', 'https://tracker.example.com:8443/admin_api/v1'],
		['tracker:8080', 'https://tracker:8080/admin_api/v1'],
		['tracker:8080/api', 'https://tracker:8080/api'],
		['https://tracker.example.com:443', 'https://tracker.example.com/admin_api/v1'],
		['203.0.113.7:8443', 'https://203.0.113.7:8443/admin_api/v1'],
		// IPv6
		['[2001:db8::1]', 'https://[2001:db8::1]/admin_api/v1'],
		['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/admin_api/v1'],
		['https://[2001:DB8:0::1]/x', 'https://[2001:db8::1]/x'],
		// Names in other scripts
		['трекер.example', 'https://xn--e1aaowdh.example/admin_api/v1'],
		['https://bücher.example/päth', 'https://xn--bcher-kva.example/p%C3%A4th'],
		// Paths
		['tracker.example.com/api', 'https://tracker.example.com/api'],
		['tracker.example.com/api/', 'https://tracker.example.com/api'],
		['tracker.example.com/api///', 'https://tracker.example.com/api'],
		['https://aam.adobe.io/v1', 'https://aam.adobe.io/v1'],
		['https://tracker.example.com/a/b/c/', 'https://tracker.example.com/a/b/c'],
		['https://tracker.example.com/a//b', 'https://tracker.example.com/a//b'],
		['https://tracker.example.com/a/../b', 'https://tracker.example.com/b'],
		['https://tracker.example.com/..', 'https://tracker.example.com/admin_api/v1'],
		['https://tracker.example.com/a%2Fb', 'https://tracker.example.com/a%2Fb'],
		['https://tracker.example.com/@team', 'https://tracker.example.com/@team'],
		['https://tracker.example.com/a:b', 'https://tracker.example.com/a:b'],
		// Plain http stays on this machine
		['http://localhost:5678', 'http://localhost:5678/admin_api/v1'],
		['http://LOCALHOST', 'http://localhost/admin_api/v1'],
		['http://keitaro.localhost/x', 'http://keitaro.localhost/x'],
		['http://127.0.0.1:4610/admin_api/v1', 'http://127.0.0.1:4610/admin_api/v1'],
		['http://127.8.9.10', 'http://127.8.9.10/admin_api/v1'],
		['http://127.1', 'http://127.0.0.1/admin_api/v1'],
		['http://2130706433', 'http://127.0.0.1/admin_api/v1'],
		['http://[::1]:8080', 'http://[::1]:8080/admin_api/v1'],
		['http://[0:0:0:0:0:0:0:1]', 'http://[::1]/admin_api/v1'],
		['localhost', 'https://localhost/admin_api/v1'],
	])('takes %j for %s', (typed, url) => {
		expect(read(typed)).toBe(url);
	});

	it.each<[unknown, RegExp]>([
		// Nothing there
		['', /is empty/],
		['   ', /is empty/],
		['\n', /is empty/],
		[undefined, /is empty/],
		[null, /is empty/],
		[42, /is empty/],
		[{}, /is empty/],
		// Line breaks and other control characters, also where trimming would hide them
		['tracker.example.com\n', /line break/],
		['\ntracker.example.com', /line break/],
		['tracker.example.com\r\n', /line break/],
		['\ttracker.example.com', /control character/],
		['tracker.example.com\t', /control character/],
		['tracker\n.example.com', /line break/],
		['tracker.example.com\u0000', /control character/],
		['tracker.example.com\u2028', /line break/],
		['tracker.example.com\u0085', /control character/],
		// User info
		['https://user:pass@tracker.example.com', /user name or a password/],
		['https://user@tracker.example.com', /user name or a password/],
		['https://@tracker.example.com', /user name or a password/],
		['https://:@tracker.example.com', /user name or a password/],
		['user@tracker.example.com', /user name or a password/],
		['user:pass@tracker.example.com', /must start with https:\/\/ or be a plain domain/],
		['https://tracker.example.com@evil.example/x', /user name or a password/],
		// Query and fragment
		['https://tracker.example.com?x=1', /query/],
		['https://tracker.example.com/?', /query/],
		['tracker.example.com/api?', /query/],
		['https://tracker.example.com#top', /fragment/],
		['https://tracker.example.com/#/groups', /fragment/],
		// Schemes
		['ftp://tracker.example.com', /must start with https/],
		['file:///etc/passwd', /must start with https/],
		['javascript:alert(1)', /must start with https/],
		['ws://tracker.example.com', /must start with https/],
		['mailto:someone', /must start with https/],
		['https:tracker.example.com', /must start with https/],
		['https:/tracker.example.com', /must start with https/],
		['https:///tracker.example.com', /not a valid address/],
		['https://', /not a valid address/],
		['https:', /must start with https/],
		['://tracker.example.com', /not a valid address/],
		['//tracker.example.com', /not a valid address/],
		['/tracker.example.com', /not a valid address/],
		['/', /not a valid address/],
		// Backslashes and spaces
		['https:\\\\tracker.example.com', /backslash/],
		['tracker.example.com\\api', /backslash/],
		['tracker.example.com/my api', /space/],
		['tracker example.com', /space/],
		// What no address looks like
		['tracker.example.com:99999', /not a valid address/],
		['https://tracker.example.com:port', /not a valid address/],
		['tracker.example.com:80a', /must start with https/],
		['https://[2001:db8::1', /not a valid address/],
		['2001:db8::1', /not a valid address/],
		['https://256.256.256.256', /not a valid address/],
		['https://exa<mple.com', /not a valid address/],
		['https://%00.example.com', /not a valid address/],
		// Plain http to other machines
		['http://tracker.example.com', /would send the key unencrypted/],
		['HTTP://tracker.example.com', /would send the key unencrypted/],
		['http://127.evil.example', /would send the key unencrypted/],
		['http://127.0.0.1.evil.example', /would send the key unencrypted/],
		['http://localhost.evil.example', /would send the key unencrypted/],
		['http://notlocalhost', /would send the key unencrypted/],
		['http://128.0.0.1', /would send the key unencrypted/],
		['http://0.0.0.0', /would send the key unencrypted/],
		['http://10.0.0.5', /would send the key unencrypted/],
		['http://[::2]', /would send the key unencrypted/],
	])('refuses %j with a sentence that names the field', (typed, reason) => {
		const refusal = refusalOf(typed);
		expect(refusal.code).toBe('invalid_input');
		expect(refusal.reason).toMatch(reason);
		expect(refusal.reason).toMatch(/^the field "Domain" of the credential /);
	});

	it('lets plain http out when the credential allows it, and nothing else', () => {
		const allowed = { allowInsecureHttp: true };
		expect(read('http://tracker.example.com', allowed)).toBe('http://tracker.example.com/admin_api/v1');
		expect(read('tracker.example.com', allowed)).toBe('https://tracker.example.com/admin_api/v1');
		expect(() => read('ftp://tracker.example.com', allowed)).toThrow('must start with https');
		expect(() => read('http://user@tracker.example.com', allowed)).toThrow('user name');
	});

	it('gives a bare domain no path where the vendor has none', () => {
		expect(read('https://api.reach360.eu/', { defaultPath: '' })).toBe('https://api.reach360.eu');
	});

	const pieces = fc.constantFrom(
		...['https:', 'http:', '//', '/', '\\', ':', '@', '?', '#', '.', '..', '%2e', '[', ']', '::1', ' ', '\n', '\t'],
		...['localhost', '127.', '0.0.1', 'user', 'tracker', 'example.com', '443', '8080', 'ü', 'v1', 'api'],
	);
	const typed = fc.oneof(
		fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
		fc.webUrl({ withQueryParameters: true, withFragments: true }),
		fc.string({ unit: 'binary' }),
		fc.domain(),
	);

	it('never has user info, a query, a fragment, a slash at its end or, unasked, plain http; reading it again changes nothing', () => {
		fc.assert(
			fc.property(typed, fc.boolean(), fc.constantFrom('', PATH), (text, allowInsecureHttp, defaultPath) => {
				let url: string;
				try {
					url = read(text, { allowInsecureHttp, defaultPath });
				} catch (error) {
					return error instanceof Failure && error.code === 'invalid_input';
				}
				const { protocol, hostname, username, password, search, hash, origin } = new URL(url);
				expect([username, password, search, hash]).toEqual(['', '', '', '']);
				expect(url).not.toMatch(/[?#\s\\]|\/$/);
				expect(url.startsWith(origin)).toBe(true);
				const isHere = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
				expect(protocol === 'https:' || (protocol === 'http:' && (allowInsecureHttp || isHere))).toBe(true);
				expect(read(url, { allowInsecureHttp, defaultPath })).toBe(url);
				return true;
			}),
			{ numRuns: 500 },
		);
	});
});
