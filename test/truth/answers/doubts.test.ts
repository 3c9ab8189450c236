import { endOf, fault, names, pause, UNKNOWN, useAnswers } from './bed';
import { VENDOR_IDS } from '../../../simulators';
import { byId, byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { changeMethodOf, groundOf, homeOf, nameIn, scopeOf } from '../../kit/vendors';

const stage = useAnswers(400);

const LATE = { status: 504, commit: { after: 200 } } as const;

/** A write whose answer is lost, and which the vendor carries out 200 ms after it came. */
async function inDoubt(line: string, method: string, given: Json): Promise<void> {
	const vendor = line.split(' ')[0]!;
	fault(stage, vendor, LATE, { method });
	const out = await stage.one(line, { ...given, options: { maxAttempts: 1 } });
	expect(endOf(out)).toEqual(UNKNOWN);
	stage.forget();
}

const landed = async (): Promise<void> => await pause(300);

/** The group of the default seed, who is in it and who may join. */
function teamOf(vendor: string) {
	const { group, members, newcomer } = homeOf(vendor);
	const of = () =>
		groundOf(vendor)
			.groups(stage.simulators)
			.find(({ id }) => id === String(group.id))!.members;
	return { given: { ...scopeOf(vendor), groupId: byId(group.id) }, before: members, newcomer, members: of };
}

describe.each(VENDOR_IDS)('a member whose joining is in doubt (%s)', (vendor) => {
	const { given, newcomer, members, before } = teamOf(vendor);
	const join = async () => await inDoubt(`${vendor} member.add`, 'PUT', { ...given, members: newcomer });

	it('is taken out by a set without it, in the next execution', async () => {
		await join();
		const out = await stage.one(`${vendor} member.set`, { ...given, members: before.join() });
		await landed();
		expect(out.data).toMatchObject({ added: [], removed: [newcomer], unchanged: before });
		expect(members()).toEqual(before);
	});

	it('is taken out by a remove, also one that may miss', async () => {
		for (const options of [{}, { ignoreMissing: true }]) {
			stage.simulators.of(vendor).reset();
			await join();
			const out = await stage.one(`${vendor} member.remove`, { ...given, members: newcomer, options });
			await landed();
			expect(out.data).toMatchObject({ removed: [newcomer], missing: [] });
			expect(members()).toEqual(before);
		}
	});

	it('is unchanged for an add, which writes nothing', async () => {
		await join();
		const out = await stage.one(`${vendor} member.add`, { ...given, members: newcomer });
		expect(out.data).toMatchObject({ added: [], unchanged: [newcomer] });
		expect(stage.written(vendor)).toEqual([]);
	});
});

const groupOf = (vendor: string) => {
	const { id, name } = homeOf(vendor).group;
	return { name, id: byId(id) };
};

describe.each(VENDOR_IDS)('a group whose deletion is in doubt (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);
	const byItsId = it;
	byItsId('by its ID is created by an upsert of its name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});
	const addTo = async (groupId: Json): Promise<Json> => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} member.add`, {
			...scopeOf(vendor),
			groupId,
			members: homeOf(vendor).newcomer,
		});
		await landed();
		expect(stage.accepted(vendor)).toEqual([]);
		expect(names(stage, vendor)).not.toContain(name);
		return out;
	};
	const byItsName = it;
	byItsName('gets no members by its name any more, and none is sent', async () => {
		expect(codeOf(await addTo(byName(name)))).toBe('not_found');
		expect(stage.written(vendor)).toEqual([]);
	});

	it('by its name is created by an upsert of that name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: byName(name) });
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect(out.data).toMatchObject({ action: 'created' });
		expect(names(stage, vendor).filter((stored) => stored === name)).toEqual([name]);
	});
});

describe.each(VENDOR_IDS)('a group whose deletion is in doubt (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);
	const byItsId = it;
	byItsId('by its ID is created by an upsert of its name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});
	const addTo = async (groupId: Json): Promise<Json> => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} member.add`, {
			...scopeOf(vendor),
			groupId,
			members: homeOf(vendor).newcomer,
		});
		await landed();
		expect(stage.accepted(vendor)).toEqual([]);
		expect(names(stage, vendor)).not.toContain(name);
		return out;
	};
	const byItsName = it;
	byItsName('gets no members by its name any more, and none is sent', async () => {
		expect(codeOf(await addTo(byName(name)))).toBe('not_found');
		expect(stage.written(vendor)).toEqual([]);
	});

	it('gets no members by its ID any more', async () => {
		// Audience Manager itself refuses a user with a group that is not there.
		expect(codeOf(await addTo(id))).toBe(homeOf(vendor).goneGroup ?? 'not_found');
	});
});

describe.each(VENDOR_IDS)('a group whose deletion is in doubt (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);
	const byItsId = it;
	byItsId('by its ID is created by an upsert of its name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});
	const addTo = async (groupId: Json): Promise<Json> => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} member.add`, {
			...scopeOf(vendor),
			groupId,
			members: homeOf(vendor).newcomer,
		});
		await landed();
		expect(stage.accepted(vendor)).toEqual([]);
		expect(names(stage, vendor)).not.toContain(name);
		return out;
	};
	const byItsName = it;
	byItsName('gets no members by its name any more, and none is sent', async () => {
		expect(codeOf(await addTo(byName(name)))).toBe('not_found');
		expect(stage.written(vendor)).toEqual([]);
	});

	it('is not found by a second deletion, which Ignore Missing lets pass', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scopeOf(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.delete`, {
			...scopeOf(vendor),
			groupId: id,
			options: { ignoreMissing: true },
		});
		await landed();
		expect((out.data as Json).deleted).toBe(false);
		expect(names(stage, vendor)).not.toContain(name);
	});
});

describe.each(VENDOR_IDS)('a new name whose giving is in doubt (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);
	const byItsId = it;
	byItsId('frees the old one for an upsert, where the group was found by its ID', async () => {
		await inDoubt(`${vendor} group.update`, changeMethodOf(vendor), {
			...scopeOf(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});

	it('is found by an upsert of it, which makes no second group', async () => {
		await inDoubt(`${vendor} group.update`, changeMethodOf(vendor), {
			...scopeOf(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name: 'Renamed' });
		await landed();
		const { action, group } = out.data as Json;
		expect([action, nameIn(vendor, group as Json)]).toEqual(['unchanged', 'Renamed']);
		expect(names(stage, vendor).filter((stored) => stored === 'Renamed')).toHaveLength(1);
		expect(stage.written(vendor)).toEqual([]);
	});
});

describe.each(VENDOR_IDS)('a new name whose giving is in doubt (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);
	const byItsId = it;
	byItsId('frees the old one for an upsert, where the group was found by its ID', async () => {
		await inDoubt(`${vendor} group.update`, changeMethodOf(vendor), {
			...scopeOf(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});

	it('frees the old one for an upsert, where the group was found by that', async () => {
		await inDoubt(`${vendor} group.update`, changeMethodOf(vendor), {
			...scopeOf(vendor),
			groupId: byName(name),
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name });
		await landed();
		expect(out.data).toMatchObject({ action: 'created' });
		expect(names(stage, vendor).sort()).toEqual(expect.arrayContaining([name, 'Renamed'].sort()));
	});
});

describe.each(VENDOR_IDS)('a name that a rename in doubt takes away (%s)', (vendor) => {
	const { name, id } = groupOf(vendor);

	it('does not lead a deletion by that name to the group as it is called by then', async () => {
		await inDoubt(`${vendor} group.update`, changeMethodOf(vendor), {
			...scopeOf(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.delete`, { ...scopeOf(vendor), groupId: byName(name) });
		await landed();
		expect([codeOf(out), names(stage, vendor).includes('Renamed')]).toEqual(['not_found', true]);
	});
});

it('a create in doubt is found by an upsert of its name on every vendor', async () => {
	for (const vendor of VENDOR_IDS) {
		fault(stage, vendor, { status: 504, commit: { after: 350 } }, { method: 'POST' });
		const lost = await stage.one(`${vendor} group.create`, {
			...scopeOf(vendor),
			name: 'New',
			options: { maxAttempts: 1, timeout: 100 },
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name: 'New' });
		await landed();
		expect([vendor, codeOf(lost).replace(/^success.*/s, 'success')]).toEqual([
			vendor,
			groundOf(vendor).hasUniqueNames ? 'outcome_unknown' : 'success',
		]);
		expect(out.data).toMatchObject({ action: 'unchanged' });
		expect(names(stage, vendor).filter((name) => name === 'New')).toHaveLength(1);
	}
});
