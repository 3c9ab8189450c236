import type { INodeListSearchResult } from 'n8n-workflow';

import { KEITARO_KEY, VENDOR_IDS, type VendorId } from '../../simulators';
import { countTo } from '../kit/json';
import { useStage } from '../kit/stage';
import { scopeOf } from '../kit/vendors';

const stage = useStage();

const MANY = 250;

async function search(
	vendor: string,
	options: { filter?: string; paginationToken?: string; credentialId?: string; groupType?: string } = {},
): Promise<INodeListSearchResult> {
	const { groupType = 'campaigns', credentialId = vendor, ...rest } = options;
	const parameters = {
		vendor,
		resource: 'group',
		operation: 'get',
		...('groupType' in scopeOf(vendor) && { groupType }),
	};
	return await stage.n8n.listSearch('searchGroups', parameters, { credentialId, ...rest });
}

const names = ({ results }: INodeListSearchResult): string[] => results.map(({ name }) => name);

/** Group 000 to Group 249, three pages of a hundred. */
function seedPages(): void {
	const groups = countTo(MANY).map((index) => ({
		id: `id-${index}`,
		name: `Group ${String(index).padStart(3, '0')}`,
	}));
	stage.simulators.reach360.seed({ groups });
}

describe('the group picker', () => {
	it('lists the groups of the chosen type by name, with their ids', async () => {
		expect(await search('keitaro')).toEqual({
			results: [
				{ name: 'EU search', value: '2' },
				{ name: 'LATAM push', value: '3' },
				{ name: 'US sweepstakes', value: '1' },
			],
		});
		expect(names(await search('keitaro', { groupType: 'offers' }))).toEqual(['Finance offers', 'Nutra offers']);
	});

	it.each<[VendorId, string, string[]]>([
		['keitaro', 'SEARCH', ['EU search']],
		['reach360', 'customer', ['Customer Support']],
		['audienceManager', 'lab', ['R&D "Lab" <beta>']],
		['keitaro', 'nothing like this', []],
		['reach360', 'nothing like this', []],
	])('%s: finds what was typed, whatever its case: %j', async (vendor, filter, found) => {
		expect(names(await search(vendor, { filter }))).toEqual(found);
	});

	it('shows names as people wrote them, also where the vendor escapes them', async () => {
		stage.simulators.audienceManager.switches.escaping = 'on';
		expect(names(await search('audienceManager'))).toContain('R&D "Lab" <beta>');
	});

	it("reads both spellings of Audience Manager's list", async () => {
		stage.simulators.audienceManager.switches.list = 'wrapper';
		expect(names(await search('audienceManager'))).toHaveLength(4);
	});
});

describe('the group picker', () => {
	it("gives Reach 360's pages one by one, each with the token of the next", async () => {
		seedPages();
		const pages: INodeListSearchResult[] = [await search('reach360')];
		while (pages.at(-1)!.paginationToken)
			pages.push(await search('reach360', { paginationToken: String(pages.at(-1)!.paginationToken) }));

		expect(pages.map(({ results }) => results.length)).toEqual([100, 100, 50]);
		expect(new Set(pages.flatMap(({ results }) => results.map(({ value }) => value))).size).toBe(MANY);
		expect(stage.calls('reach360')).toHaveLength(3);
	});

	it('turns the pages itself until one holds what was typed', async () => {
		seedPages();
		expect(names(await search('reach360', { filter: 'group 249' }))).toEqual(['Group 249']);
		expect(stage.log('reach360')).toHaveLength(3);
	});

	it('ends on an empty last page', async () => {
		seedPages();
		stage.simulators.reach360.switches.lastPage = 'empty';
		expect(await search('reach360', { filter: 'no such group' })).toEqual({ results: [] });
	});

	it('has nothing to show before a vendor is chosen', async () => {
		const result = await stage.n8n.listSearch('searchGroups', {}, { credentialId: 'keitaro' });
		expect(result).toEqual({ results: [] });
		expect(stage.traffic()).toEqual([]);
	});
});

const others = VENDOR_IDS.map((vendor, index) => [vendor, VENDOR_IDS[(index + 1) % VENDOR_IDS.length]!] as const);

const LABELS: Record<string, string> = {
	keitaro: 'Keitaro',
	reach360: 'Articulate Reach 360',
	audienceManager: 'Adobe Audience Manager',
};

describe('the group picker refuses', () => {
	it.each(['https://evil.example.com/groups?cursor=x', 'http://127.0.0.1:1/groups', 'groups?cursor=x', '2'])(
		'the token %j, which leads elsewhere, before anything is sent',
		async (paginationToken) => {
			await expect(search('reach360', { paginationToken })).rejects.toThrow(
				'the next page lies on another server, where the key must not be sent',
			);
			expect(stage.traffic()).toEqual([]);
		},
	);

	it('a page that names a foreign next page', async () => {
		seedPages();
		stage.simulators.reach360.switches.nextUrl = 'foreign-origin';
		await expect(search('reach360')).rejects.toThrow('the next page lies on another server');
		expect(stage.log('reach360')).toHaveLength(1);
	});

	it('to go round in a circle, page by page or while it searches', async () => {
		seedPages();
		stage.simulators.reach360.switches.nextUrl = 'repeated-cursor';
		const { paginationToken } = await search('reach360');
		await expect(search('reach360', { paginationToken: String(paginationToken) })).rejects.toThrow(
			'repeats a page address',
		);
		await expect(search('reach360', { filter: 'no such group' })).rejects.toThrow('repeats a page address');
	});

	it.each(others)('%s with the credential of %s, before anything is sent', async (vendor, credentialId) => {
		await expect(search(vendor, { credentialId })).rejects.toThrow(
			`Could not list the groups: the credential is for ${LABELS[credentialId]}, but the node is set to ${LABELS[vendor]} `,
		);
		expect(stage.traffic()).toEqual([]);
	});
});

describe('the group picker refuses', () => {
	it.each<[VendorId, RegExp]>([
		['keitaro', /^Could not list the groups: .*\(HTTP 401, unauthorized\)\. Check the key in the credential$/],
		['reach360', /^Could not list the groups: .*\(HTTP 401, unauthorized\)\. Check the key in the credential$/],
		[
			'audienceManager',
			/^Could not list the groups: Adobe refused the login: invalid_client: .*Check Client ID, Client Secret/,
		],
	])('%s with a wrong key, in a sentence without the key', async (vendor, sentence) => {
		stage.simulators.of(vendor).switches.echoKey = 'on';
		const wrong = 'wrong-canary-key-1234567890';
		const credentialId = stage.store('wrong', vendor, { apiKey: wrong, clientSecret: wrong });
		const error = await search(vendor, { credentialId }).catch((reason: Error) => reason);

		expect(error).toMatchObject({ name: 'NodeOperationError', message: expect.stringMatching(sentence) as string });
		expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(wrong);
	});

	it('a web page, a broken answer and an address that is none, each in a sentence', async () => {
		const { keitaro } = stage.simulators;
		keitaro.faults.add({ fault: { html: 200 } });
		await expect(search('keitaro')).rejects.toThrow('the server answered with a web page instead of JSON');
		keitaro.faults.add({ fault: { body: '{"groups":[]}' } });
		await expect(search('keitaro')).rejects.toThrow('answered with something else where a list of groups belongs');
		stage.store('odd', 'keitaro', { domain: 'ftp://tracker.example.com' });
		await expect(search('keitaro', { credentialId: 'odd' })).rejects.toThrow(
			'the field "Domain" of the credential must start with https://',
		);
	});
});

describe('the group picker refuses', () => {
	it('without a key in any text, although the vendor echoes it', async () => {
		stage.simulators.keitaro.faults.add({
			fault: { status: 400, body: { error: `Api-Key ${KEITARO_KEY} is odd` } },
		});
		await expect(search('keitaro')).rejects.toThrow('**hidden** is odd');
	});
});
