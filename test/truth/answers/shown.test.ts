import { endOf, fault, UNKNOWN, useAnswers } from './bed';
import { campaigns, CASES, second } from './odd';
import type { VendorId } from '../../../simulators';
import { byName, type Json } from '../../kit/json';

const stage = useAnswers();

const asJson = { specifyPermissions: 'json' };

describe.each(CASES)('$line that is answered with $what', ({ line, given, status = 200, body = '', done }) => {
	const vendor = line.split(' ')[0] as VendorId;
	const run = async (isCarriedOut: boolean): Promise<Json> => {
		fault(stage, vendor, { status, body, after: isCarriedOut }, { when: ({ method }) => method !== 'GET' });
		return await stage.one(line, { ...given, ...asJson });
	};

	it('is a success where a look shows it', async () => {
		const out = await run(true);
		expect(endOf(out)).toMatchObject({ data: done });
		expect(stage.written(vendor)).toHaveLength(1);
		expect(stage.sent(vendor).findLastIndex((sent) => sent.startsWith('GET'))).toBeGreaterThan(
			stage.sent(vendor).findIndex((sent) => !sent.startsWith('GET')),
		);
	});

	it('is of unknown outcome where a look does not show it', async () => {
		const before = stage.state(vendor);
		const out = await run(false);
		const isPerGroup = line.endsWith('deleteMany');
		expect(isPerGroup ? (out.data ?? endOf(out)) : endOf(out)).toEqual(UNKNOWN);
		expect(stage.written(vendor)).toHaveLength(1);
		expect(stage.state(vendor)).toBe(before);
	});
});

it.each([
	['keitaro', { id: 2, name: 'New', type: 'campaigns' }],
	['audienceManager', { groupId: 2002, name: 'New' }],
] as const)('%s: a new group with the ID of one that had another name is looked into', async (vendor, body) => {
	fault(stage, vendor, { status: 200, body }, { method: 'POST' });
	expect(endOf(await stage.one(`${vendor} group.create`, { ...campaigns, name: 'New' }))).toEqual(UNKNOWN);
});

it('a create of Reach 360 does not know what was there before, so one found afterwards may be anybody’s', async () => {
	fault(stage, 'reach360', { status: 202, after: true }, { method: 'POST' });
	expect(endOf(await stage.one('reach360 group.create', { name: 'New' }))).toEqual(UNKNOWN);
	expect(stage.written('reach360')).toHaveLength(1);
});

it('a group that is found by name is looked into in the same way', async () => {
	fault(stage, 'keitaro', { status: 200, body: { ...second, id: 3, name: 'Better' } }, { method: 'PUT' });
	expect(
		endOf(await stage.one('keitaro group.update', { ...campaigns, groupId: byName('EU search'), name: 'Better' })),
	).toEqual(UNKNOWN);
});
