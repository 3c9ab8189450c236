import { definitionOf, VENDOR_IDS, type AnySimulator } from '../../../simulators';
import type { Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { useStage } from '../../kit/stage';
import { samplesOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

describe.each(VENDOR_IDS)('a credential of %s with an expression in it', (vendor) => {
	let other: AnySimulator;
	beforeAll(async () => {
		other = await definitionOf(vendor).start();
	});
	beforeEach(() => other.reset());
	afterAll(async () => await other.close());
	const LINES = ['group.getAll', 'group.update', 'group.deleteMany', 'group.upsert', 'member.add', 'member.set'];
	const own = () => stage.simulators.of(vendor).baseUrl;
	const credential = { domain: '={{ $json.tracker }}' };

	it.each(LINES)(
		'serves the items for which it is what it is for the first one, and refuses the others (%s)',
		async (operation) => {
			const before = JSON.stringify(other.state);
			const items = [{ tracker: own() }, { tracker: other.baseUrl }, { tracker: own() }];
			const out = await stage.each(`${vendor} ${operation}`, samplesOf(vendor)[operation]!, items, {
				credential,
			});
			expect(out.map(codeOf)).toEqual([
				expect.stringMatching(/^success/),
				'credential_mismatch',
				expect.stringMatching(/^success/),
			]);
			expect(out[1]!.message).toMatch(/Loop Over Items/);
			expect(out[1]!.message).toMatch(/batch size\W*(of |to |= ?)?\W*1/i);
			expect((out[1]!.error as Json).request).toBeNull();
			expect(JSON.stringify(other.state)).toBe(before);
			expect(other.log).toEqual([]);
		},
	);
});

describe.each(VENDOR_IDS)('a credential of %s with an expression in it', (vendor) => {
	let other: AnySimulator;
	beforeAll(async () => {
		other = await definitionOf(vendor).start();
	});
	beforeEach(() => other.reset());
	afterAll(async () => await other.close());
	const own = () => stage.simulators.of(vendor).baseUrl;
	const credential = { domain: '={{ $json.tracker }}' };

	it('stops a run before any request', async () => {
		const items = [{ tracker: own() }, { tracker: own() }, { tracker: other.baseUrl }];
		const { stopped } = await stage.ran(`${vendor} group.delete`, samplesOf(vendor)['group.delete'], {
			credential,
			items,
			onError: 'stopWorkflow',
		});
		expect(stopped).toMatchObject({
			itemIndex: 2,
			message: expect.stringMatching(/credential_mismatch/) as string,
		});
		expect([...stage.sent(vendor), ...other.log]).toEqual([]);
	});

	it('refuses an item for which it finds nothing', async () => {
		const items = [{ tracker: own() }, {}];
		const out = await stage.each(`${vendor} group.getAll`, samplesOf(vendor)['group.getAll']!, items, {
			credential,
		});
		expect(out.map(codeOf)).toEqual([expect.stringMatching(/^success/), 'credential_mismatch']);
	});
});

describe.each(VENDOR_IDS)('a credential of %s with an expression in it', (vendor) => {
	let other: AnySimulator;
	beforeAll(async () => {
		other = await definitionOf(vendor).start();
	});
	beforeEach(() => other.reset());
	afterAll(async () => await other.close());
	const own = () => stage.simulators.of(vendor).baseUrl;
	const credential = { domain: '={{ $json.tracker }}' };

	it('is compared in every field', async () => {
		await stage.one(`${vendor} group.getAll`, samplesOf(vendor)['group.getAll']);
		const { apiKey } = stage.data(vendor);
		stage.forget();
		const items = [{ key: apiKey }, { key: `${String(apiKey)}-of-somebody-else` }];
		const out = await stage.each(`${vendor} group.getAll`, samplesOf(vendor)['group.getAll']!, items, {
			credential: { apiKey: '={{ $json.key }}' },
		});
		expect(out.map(codeOf)).toEqual([expect.stringMatching(/^success/), 'credential_mismatch']);
		expect(JSON.stringify(out)).not.toContain(String(apiKey));
	});

	it('is one account where an expression gives every item the same', async () => {
		const items = [{ tracker: own() }, { tracker: own() }];
		const out = await stage.each(`${vendor} group.getAll`, samplesOf(vendor)['group.getAll']!, items, {
			credential,
		});
		expect(out.map(({ success }) => success as unknown)).toEqual([true, true]);
	});
});

it('a token that is fetched on the way is no other account', async () => {
	const { clientId, clientSecret, tokenUrl } = await loginData();
	const credential = { authentication: 'clientCredentials', apiKey: '', clientId, clientSecret, tokenUrl };
	stage.simulators.audienceManager.switches.tokenExpiry = 3;
	const out = await stage.each(
		'audienceManager group.update',
		samplesOf('audienceManager')['group.update']!,
		[{}, {}, {}, {}, {}, {}],
		{ credential },
	);
	expect(out.map(({ success }) => success as unknown)).toEqual(out.map(() => true));
});

async function loginData(): Promise<Json> {
	const { AAM_CLIENT_ID, AAM_CLIENT_SECRET } = await import('../../../simulators');
	return {
		clientId: AAM_CLIENT_ID,
		clientSecret: AAM_CLIENT_SECRET,
		tokenUrl: stage.simulators.audienceManager.tokenUrl,
	};
}
