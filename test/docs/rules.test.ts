import { BAD_INPUT, docsSay, member, useWorld, writesTo } from './says';
import { groupId, type World } from './world';

let world: World;
useWorld((started) => (world = started));

describe('the pages on names', () => {
	docsSay('A name must fit exactly: upper and lower case and spaces count.', async () => {
		for (const name of ['compliance', 'Compliance ']) {
			expect(await world.failure('reach360', { operation: 'get', ...groupId(name, 'name') })).toMatchObject({
				code: 'not_found',
			});
			expect(await world.data('reach360', { operation: 'getAll', filters: { name } })).toEqual([]);
		}
		expect(await world.data('reach360', { operation: 'get', ...groupId('Compliance', 'name') })).toMatchObject({
			name: 'Compliance',
		});
	});

	docsSay('Names are sent as you typed them, spaces included.', async () => {
		expect(await world.data('keitaro', { operation: 'create', name: ' New  one ' })).toMatchObject({
			name: ' New  one ',
		});
	});

	docsSay('A name of nothing but spaces counts as empty.', async () => {
		expect(await world.failure('keitaro', { operation: 'create', name: '  ' })).toMatchObject(BAD_INPUT);
		const update = { operation: 'update', ...groupId('2001'), name: ' ', description: 'New' };
		expect(await world.data('audienceManager', update)).toMatchObject({ name: 'Media Buyers', description: 'New' });
	});

	docsSay('They are compared as people wrote them.', async () => {
		world.simulators.audienceManager.switches.escaping = 'on';
		expect(
			await world.data('audienceManager', { operation: 'get', ...groupId('R&D "Lab" <beta>', 'name') }),
		).toMatchObject({ groupId: 2003 });
	});
});

describe('the pages on IDs', () => {
	docsSay('Spaces around them are removed, and `007` is 7.', async () => {
		expect(
			await world.data('keitaro', { operation: 'get', groupType: 'landings', ...groupId(' 007 ') }),
		).toMatchObject({ id: 7 });
	});

	docsSay('in a **Group IDs** text, spaces around each ID are removed.', async () => {
		await world.failure('reach360', { operation: 'get', ...groupId(' grp-support') });
		await world.data('reach360', {
			operation: 'deleteMany',
			groupIds: ' grp-support ,\n grp-compliance',
			options: { concurrency: 1 },
		});
		expect(world.requests('reach360')).toEqual([
			'GET /groups/%20grp-support',
			'DELETE /groups/grp-support',
			'DELETE /groups/grp-compliance',
		]);
	});

	docsSay('`.`, `..` and IDs with control characters are refused.', async () => {
		for (const id of ['.', '..', 'a\tb', 'a\nb']) {
			expect(await world.failure('reach360', { operation: 'delete', ...groupId(id) })).toMatchObject(BAD_INPUT);
		}
		await world.failure('reach360', { operation: 'get', ...groupId('../users/a?b=%2e') });
		expect(world.requests('reach360')).toEqual(['GET /groups/..%2Fusers%2Fa%3Fb%3D%252e']);
	});

	docsSay('An ID that stands in **Group IDs** twice is deleted once.', async () => {
		const report = await world.data('reach360', { operation: 'deleteMany', groupIds: 'grp-support,,grp-support,' });
		expect(report).toEqual({ deleted: ['grp-support'], failed: [], missing: [] });
		expect(world.requests('reach360')).toHaveLength(1);
	});

	docsSay('an ID of another type is `not_found`, and **Ignore Missing** treats it so too.', async () => {
		const offer = { groupType: 'campaigns', ...groupId('4') };
		expect(await world.failure('keitaro', { operation: 'update', name: 'X', ...offer })).toMatchObject({
			code: 'not_found',
		});
		expect(await world.failure('keitaro', { operation: 'delete', ...offer })).toMatchObject({ code: 'not_found' });
		const ignoring = { operation: 'delete', ...offer, options: { ignoreMissing: true } };
		expect(await world.data('keitaro', ignoring)).toEqual({ id: '4', deleted: false });
		expect(writesTo(world, 'keitaro')).toEqual([]);
	});
});

describe('the pages on what people mean', () => {
	const says = async (...run: Parameters<typeof world.run>): Promise<string> =>
		(await world.run(...run)).error!.message;

	docsSay('A filter that is there and comes out empty is refused: it never lets everything through.', async () => {
		for (const filters of [{ name: '={{ $json.team }}' }, { nameContains: '' }]) {
			expect(await world.failure('reach360', { operation: 'getAll', filters })).toMatchObject(BAD_INPUT);
		}
		expect(world.requests('reach360')).toEqual([]);
	});

	docsSay('A date is refused with the advice to use `.toISO()`.', async () => {
		const message = await says('reach360', { operation: 'create', name: '={{ $now }}' });
		expect(message).toContain('.toISO()');
	});

	docsSay('In a list a leading zero is refused, since `1,003` may be one number or two.', async () => {
		const message = await says('keitaro', { operation: 'deleteMany', groupType: 'campaigns', groupIds: '1,003' });
		expect(message).toContain('write 3 or 1003');
	});

	docsSay('Where nothing fits but one group looks the same, the message names it.', async () => {
		const message = await says('reach360', {
			operation: 'get',
			groupId: { __rl: true, mode: 'name', value: 'compliance' },
		});
		expect(message).toContain('"Compliance"');
	});

	docsSay(
		'A piece of a list that still holds one of `[ ] { } " < >` is refused, and quoted in the message.',
		async () => {
			const message = await says('reach360', member('add', 'Sara <sara.lind@example.com>'));
			expect(message).toContain('"Sara <sara.lind@example.com>"');
		},
	);

	docsSay('So are three empty pages in a row', async () => {
		const { url } = world.simulators.reach360;
		[1, 2, 3, 4].forEach((page) =>
			world.simulators.reach360.faults.add({
				method: 'GET',
				fault: { status: 200, body: { groups: [], nextUrl: `${url}/groups?cursor=empty-${page}` } },
			}),
		);
		expect(await world.failure('reach360', { operation: 'getAll', returnAll: true })).toMatchObject({
			code: 'unexpected_response',
		});
	});
});
