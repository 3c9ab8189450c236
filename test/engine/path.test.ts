import fc from 'fast-check';

import { fillPath, isPathSafe, query } from '../../nodes/GroupManager/engine/http/path';

const TEMPLATE = '/groups/{groupId}/users/{userId}';

const segmentsOf = (path: string) => new URL(`https://api.example.com/v1${path}`).pathname.split('/');

describe('paths', () => {
	it('hold any id as one segment that decodes to it again, whatever a URL parser makes of the path', () => {
		const ids = fc.oneof(
			fc.string({ unit: 'grapheme', minLength: 1 }),
			fc.string({ unit: 'binary', minLength: 1 }),
			fc
				.array(
					fc.constantFrom(
						'.',
						'..',
						'/',
						'\\',
						'%',
						'%2e',
						'%2F',
						'?',
						'#',
						';',
						' ',
						'ü',
						'a',
						':',
						'@',
						'+',
					),
					{ minLength: 1 },
				)
				.map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(ids.filter(isPathSafe), ids.filter(isPathSafe), (groupId, userId) => {
				const path = fillPath(TEMPLATE, { groupId, userId });
				expect(path.split('/')).toHaveLength(TEMPLATE.split('/').length);
				const [, , , first, , second] = segmentsOf(path);
				expect([first, second].map((segment) => decodeURIComponent(segment!))).toEqual([groupId, userId]);
				expect(segmentsOf(path)).toHaveLength(TEMPLATE.split('/').length + 1);
				expect(path).not.toMatch(/[?#\s]/);
			}),
			{ numRuns: 300 },
		);
	});

	it.each([
		'../users/1',
		'a/b',
		'%2e',
		'%2e%2e',
		'%2F',
		'...',
		'.hidden',
		'a.b',
		' ',
		'Größe 1',
		'日本',
		'🔑',
		'?x=1#y',
		'a\\b',
		"';--",
	])('take the id %j', (id) => {
		expect(isPathSafe(id)).toBe(true);
		expect(segmentsOf(fillPath('/groups/{groupId}', { groupId: id }))).toHaveLength(4);
	});

	it.each([
		'',
		'.',
		'..',
		'a\nb',
		'a\rb',
		'\u0000',
		'a\tb',
		'\u007f',
		'\u0085',
		'a\u2028b',
		'a\u2029b',
		'\ud800',
		'x\udc00',
	])('refuse the id %j, which encoding does not protect', (id) => {
		expect(isPathSafe(id)).toBe(false);
		expect(() => fillPath('/groups/{groupId}', { groupId: id })).toThrow('an ID is');
	});

	it('carry query values encoded, and only those that are there', () => {
		expect(query({ limit: 100, name: 'A & B=ü/?', cursor: undefined })).toBe(
			'?limit=100&name=A%20%26%20B%3D%C3%BC%2F%3F',
		);
		expect(query({ name: undefined })).toBe('');
		expect(query({ name: '' })).toBe('?name=');
	});

	it('carry any query value through a URL parser unchanged', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, second) => {
				const { searchParams } = new URL(`https://api.example.com/groups${query({ a: first, b: second })}`);
				expect([...searchParams]).toEqual([
					['a', first],
					['b', second],
				]);
			}),
		);
	});
});
