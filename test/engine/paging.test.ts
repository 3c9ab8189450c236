import fc from 'fast-check';

import type { Reply } from '../../nodes/GroupManager/engine/contract/host';
import {
	asPage,
	collect,
	nextInBody,
	nextInHeader,
	sameOrigin,
	type Page,
} from '../../nodes/GroupManager/engine/http/paging';

const BASE = 'https://api.example.com/v1';

/** A list cut into pages; `/0` is the address of the first. */
function served(pages: number[][], last: string | null = null) {
	const fetched: string[] = [];
	const fetch = async (address: string): Promise<Page> => {
		fetched.push(address);
		const index = Number(address.slice(1));
		const next = index + 1 < pages.length ? `/${index + 1}` : last;
		return { records: (pages[index] ?? []).map((id) => ({ id })), next, saysEnd: next === null };
	};
	return { fetch, fetched };
}

const ids = (records: Array<Record<string, unknown>>) => records.map(({ id }) => id);

describe('collecting pages', () => {
	it('ends at three empty pages in a row that name a next one, and at none that is the last', async () => {
		await expect(collect('/0', served([[1], [], [], [], [2]]).fetch, { limit: Infinity })).rejects.toThrow(
			'3 empty pages in a row',
		);
		expect(ids(await collect('/0', served([[1], [], [], [2], [], [], []]).fetch, { limit: Infinity }))).toEqual([
			1, 2,
		]);
	});

	it('gives what a list cut into pages holds: in order, each id once, exactly up to the limit, and fetches nothing beyond it', async () => {
		const pages = fc.array(fc.array(fc.nat(400), { maxLength: 6 }), { minLength: 1, maxLength: 8 });
		const limits = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Infinity));
		await fc.assert(
			fc.asyncProperty(pages, limits, fc.boolean(), async (drawn, limit, evenOnly) => {
				// A page without anything new is an error of its own, below.
				const known = new Set<number>();
				let empty = 0;
				const cut = drawn.filter((page) => {
					// Neither are three empty ones in a row.
					empty = page.length === 0 ? empty + 1 : 0;
					if (empty > 2) return false;
					const fresh = page.length === 0 || page.some((id) => !known.has(id));
					if (fresh) page.forEach((id) => known.add(id));
					return fresh;
				});
				const keep = ({ id }: Record<string, unknown>) => !evenOnly || Number(id) % 2 === 0;
				const { fetch, fetched } = served(cut.length === 0 ? [[]] : cut);
				const found = ids(await collect('/0', fetch, { limit, keep }));

				const whole = [...new Set(cut.flat())].filter((id) => keep({ id }));
				expect(found).toEqual(whole.slice(0, limit));
				let seen = 0;
				const needed = cut.findIndex((page, index) => {
					seen = new Set(
						cut
							.slice(0, index + 1)
							.flat()
							.filter((id) => keep({ id })),
					).size;
					return seen >= limit && page.length > 0;
				});
				expect(fetched).toHaveLength(needed === -1 ? Math.max(cut.length, 1) : needed + 1);
			}),
			{ numRuns: 150 },
		);
	});

	it('takes an empty last page, and an empty page in between, as normal', async () => {
		const { fetch } = served([[1], [], [2], []]);
		expect(ids(await collect('/0', fetch, { limit: Infinity }))).toEqual([1, 2]);
	});

	it('refuses a cursor that leads back, instead of going round for ever', async () => {
		const { fetch, fetched } = served([[1], [2], [3]], '/1');
		await expect(collect('/0', fetch, { limit: Infinity })).rejects.toMatchObject({
			code: 'unexpected_response',
			reason: 'the list repeats a page address, so it would never end',
		});
		expect(fetched).toEqual(['/0', '/1', '/2']);
	});

	it('refuses a page that holds nothing but known records', async () => {
		const { fetch } = served([[1, 2], [2, 1], [3]]);
		await expect(collect('/0', fetch, { limit: Infinity })).rejects.toMatchObject({
			reason: expect.stringContaining('repeats a page') as string,
		});
	});

	it('is content with the limit before it would meet a cursor that leads back', async () => {
		const { fetch, fetched } = served([[1, 2]], '/0');
		expect(ids(await collect('/0', fetch, { limit: 2 }))).toEqual([1, 2]);
		expect(fetched).toEqual(['/0']);
	});

	it('keeps records without an id apart', async () => {
		const fetch = async (): Promise<Page> => ({
			records: [{ name: 'a' }, { name: 'a' }],
			next: null,
			saysEnd: true,
		});
		expect(await collect('/0', fetch, { limit: Infinity })).toHaveLength(2);
	});
});

const REPLY: Reply = { status: 200, headers: {}, text: '' };
const readGroups = (body: unknown) => asPage(nextInBody('groups'), { baseUrl: BASE })(body, REPLY);

describe('reading a page', () => {
	it.each([[null], [undefined], ['']])('takes nextUrl %j for the end, which only null says', (nextUrl) => {
		expect(readGroups({ groups: [{ id: 1 }], nextUrl })).toEqual({
			records: [{ id: 1 }],
			next: null,
			saysEnd: nextUrl === null,
		});
	});

	it("follows a cursor on the base URL's origin as it is, path and query included", () => {
		const nextUrl = 'https://api.example.com/elsewhere?cursor=a%2Fb&x=ü';
		expect(readGroups({ groups: [], nextUrl }).next).toBe(nextUrl);
	});

	it.each<[unknown]>([
		['https://evil.example.com/v1/groups'],
		['http://api.example.com/v1/groups'],
		['https://api.example.com:8443/v1/groups'],
		['https://api.example.com@evil.example.com/'],
		['https://user:pass@api.example.com/v1/groups'],
		['https://user@api.example.com/v1/groups'],
		['//evil.example.com/groups'],
		['/v1/groups?cursor=2'],
		['groups?cursor=2'],
		[''],
		[7],
		[{ href: BASE }],
		[['https://api.example.com/v1/groups']],
	])('refuses the cursor %j, which would carry the key elsewhere or is no address', (cursor) => {
		const elsewhere = 'the next page lies on another server, where the key must not be sent';
		// An empty one is the end in a page, and no address in a picker.
		if (cursor !== '') expect(() => readGroups({ groups: [], nextUrl: cursor })).toThrow(elsewhere);
		if (typeof cursor === 'string') expect(() => sameOrigin(cursor, BASE)).toThrow(elsewhere);
	});

	it.each<[unknown]>([[[]], [null], ['text'], [7], [{ groups: {} }], [{ groups: [7] }], [{ groups: null }]])(
		'refuses %j where a page belongs',
		(body) => {
			expect(() => readGroups(body)).toThrow(
				/^the server reported success, but answered with something else where/,
			);
		},
	);

	it.each([[undefined], [{}], [{ users: [] }]])('says that nothing is there for %j', (body) => {
		expect(() => readGroups(body)).toThrow('answered with nothing where');
	});
});

describe('a page on whose end somebody is removed', () => {
	const read = (body: unknown) => asPage(nextInBody('users'), { baseUrl: BASE, mustSayEnd: true })(body, REPLY);

	it('has to say that it is the last one', () => {
		expect(() => read({ users: [] })).toThrow('the list does not say where it ends');
		expect(read({ users: [], nextUrl: null })).toMatchObject({ next: null });
		expect(read({ users: [], nextUrl: `${BASE}/2` })).toMatchObject({ next: `${BASE}/2` });
	});
});

describe('the next page in the Link header', () => {
	const read = (link?: string) =>
		asPage(nextInHeader('a list'), { baseUrl: BASE })([{ id: 1 }], {
			...REPLY,
			headers: link === undefined ? {} : { link },
		});

	it.each([
		[`<${BASE}/a>; rel="self", <${BASE}/b?after=1,2>; rel="next"`, `${BASE}/b?after=1,2`],
		[`<${BASE}/b>; rel=next`, `${BASE}/b`],
		[`<${BASE}/b>; title="x"; rel="next"; type="y"`, `${BASE}/b`],
		[`<${BASE}/a>; rel="self"`, null],
		[`<${BASE}/a>; rel="nextish"`, null],
		[undefined, null],
	])('is read from %j', (link, next) => {
		expect(read(link)).toEqual({ records: [{ id: 1 }], next, saysEnd: next === null });
	});

	it('may not lead to another server', () => {
		expect(() => read('<https://evil.example.com/>; rel="next"')).toThrow('on another server');
	});
});
