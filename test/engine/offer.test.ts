import {
	capabilitiesOf,
	isMissing,
	missing,
	offer,
	offerJointly,
} from '../../nodes/GroupManager/engine/contract/vendor';
import { groupId } from '../../nodes/GroupManager/engine/fields/groupId';
import { limit } from '../../nodes/GroupManager/engine/fields/limit';
import { dryRun, ignoreMissing } from '../../nodes/GroupManager/engine/fields/options';
import { deleteGroup } from '../../nodes/GroupManager/engine/steps/delete';
import { groupRecords } from '../../nodes/GroupManager/engine/steps/records';
import { wholeList } from '../../nodes/GroupManager/engine/steps/wholeList';
import { VENDORS } from '../../nodes/GroupManager/vendors';

const groups = wholeList({
	records: groupRecords(),
	key: () => 'all',
	load: () => async () => await Promise.resolve([]),
	refusesDuplicates: true,
});
const DELETE = { groups, path: '/groups/{groupId}', returnsGroup: false };

// What the compiler has to refuse; `npm run types` fails where it does not.
describe('an operation', () => {
	it('gets to see the fields and options that it declares, and no others', () => {
		const row = offer({
			fields: [limit],
			options: [dryRun],
			run: async ({ input }) => {
				// @ts-expect-error -- the group is not declared
				const { groupId: group } = input;
				// @ts-expect-error -- Ignore Missing is not declared
				const { ignoreMissing: ignores } = input.options;
				return await Promise.resolve([input.limit, input.options.dryRun, group, ignores] as unknown);
			},
		});
		expect(row.fields).toEqual([limit]);
	});

	it('has a ready-made step only where it declares what the step needs', () => {
		const whole = offer({ fields: [groupId], options: [ignoreMissing], run: deleteGroup(DELETE) });
		// @ts-expect-error -- the step needs the group
		const groupless = offer({ fields: [limit], options: [ignoreMissing], run: deleteGroup(DELETE) });
		// @ts-expect-error -- the step needs Ignore Missing
		const strict = offer({ fields: [groupId], run: deleteGroup(DELETE) });
		expect([whole, groupless, strict].map(({ options }) => options.length)).toEqual([1, 1, 0]);
	});

	it('on all items together sees what it declares as well', () => {
		const row = offerJointly({
			fields: [limit],
			// @ts-expect-error -- the group is not declared
			prepare: async (task) => await Promise.resolve({ task, group: task.input.groupId }),
			perform: async (wishes) => await Promise.resolve(wishes),
		});
		expect(row.options).toEqual([]);
	});
});

describe('what a vendor has', () => {
	it('is said of every operation there is, with a reason where a whole resource is missing', () => {
		for (const vendor of VENDORS) {
			const all = capabilitiesOf(vendor).map(({ resource, operation }) => `${resource}.${operation}`);
			expect(all).toHaveLength(15);
			expect(new Set(all).size).toBe(15);
		}
		const { operations } = VENDORS[0]!;
		const none = capabilitiesOf({ ...VENDORS[0]!, operations: { ...operations, member: missing('none') } });
		expect(none.filter(({ capability }) => isMissing(capability)).map(({ operation }) => operation)).toEqual([
			...['add', 'getAll', 'remove', 'set'],
		]);
	});
});
