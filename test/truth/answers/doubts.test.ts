import {
	byId,
	byName,
	codeOf,
	endOf,
	fault,
	names,
	pause,
	scope,
	UNKNOWN,
	useAnswers,
	VENDOR_IDS,
	type Json,
	type VendorId,
} from './bed';

const stage = useAnswers(400);

const LATE = { status: 504, commit: { after: 200 } } as const;

/** A write whose answer is lost, and which the vendor carries out 200 ms after it came. */
async function inDoubt(line: string, method: string, given: Json): Promise<void> {
	const vendor = line.split(' ')[0] as VendorId;
	fault(stage, vendor, LATE, { method });
	const out = await stage.one(line, { ...given, options: { maxAttempts: 1 } });
	expect(endOf(out)).toEqual(UNKNOWN);
	stage.forget();
}

const landed = async (): Promise<void> => await pause(300);

interface Team {
	given: Json;
	newcomer: string;
	members: () => string[];
	before: string[];
}

const campaignsOf = (group: number): string[] =>
	stage.simulators.keitaro.state.campaigns
		.filter(({ group_id: id, state }) => state !== 'deleted' && String(id) === String(group))
		.map(({ id }) => String(id));

const TEAMS: Record<VendorId, Team> = {
	keitaro: {
		given: { groupType: 'campaigns', groupId: byId(2) },
		newcomer: '106',
		members: () => campaignsOf(2),
		before: ['103', '104'],
	},
	reach360: {
		given: { groupId: byId('grp-support') },
		newcomer: 'usr-mei',
		members: () => [...stage.simulators.reach360.state.groups.find(({ id }) => id === 'grp-support')!.members],
		before: ['usr-lucia', 'usr-peter'],
	},
	audienceManager: {
		given: { groupId: byId(2002) },
		newcomer: '505',
		members: () =>
			stage.simulators.audienceManager.state.users
				.filter(({ groups }) => groups.includes(2002))
				.map(({ userId }) => String(userId)),
		before: ['502', '503'],
	},
};

describe.each(VENDOR_IDS)('a member whose joining is in doubt (%s)', (vendor) => {
	const { given, newcomer, members, before } = TEAMS[vendor];
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
			stage.simulators[vendor].reset();
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

const GROUPS: Record<VendorId, { name: string; id: Json }> = {
	keitaro: { name: 'EU search', id: byId(2) },
	reach360: { name: 'Customer Support', id: byId('grp-support') },
	audienceManager: { name: 'Data Science', id: byId(2002) },
};

describe.each(VENDOR_IDS)('a group whose deletion is in doubt (%s)', (vendor) => {
	const { name, id } = GROUPS[vendor];

	it('by its name is created by an upsert of that name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scope(vendor), groupId: byName(name) });
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name });
		await landed();
		expect(out.data).toMatchObject({ action: 'created' });
		expect(names(stage, vendor).filter((stored) => stored === name)).toEqual([name]);
	});

	const byItsId = it;

	byItsId('by its ID is created by an upsert of its name, once it is gone', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scope(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});

	const addTo = async (groupId: Json): Promise<Json> => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scope(vendor), groupId: id });
		const out = await stage.one(`${vendor} member.add`, {
			...scope(vendor),
			groupId,
			members: TEAMS[vendor].newcomer,
		});
		await landed();
		expect(stage.accepted(vendor)).toEqual([]);
		expect(names(stage, vendor)).not.toContain(name);
		return out;
	};

	it('gets no members by its ID any more', async () => {
		// Audience Manager itself refuses a user with a group that is not there.
		expect(codeOf(await addTo(id))).toBe(vendor === 'audienceManager' ? 'invalid_input' : 'not_found');
	});

	const byItsName = it;

	byItsName('gets no members by its name any more, and none is sent', async () => {
		expect(codeOf(await addTo(byName(name)))).toBe('not_found');
		expect(stage.written(vendor)).toEqual([]);
	});

	it('is not found by a second deletion, which Ignore Missing lets pass', async () => {
		await inDoubt(`${vendor} group.delete`, 'DELETE', { ...scope(vendor), groupId: id });
		const out = await stage.one(`${vendor} group.delete`, {
			...scope(vendor),
			groupId: id,
			options: { ignoreMissing: true },
		});
		await landed();
		expect((out.data as Json).deleted).toBe(false);
		expect(names(stage, vendor)).not.toContain(name);
	});
});

describe.each(VENDOR_IDS)('a new name whose giving is in doubt (%s)', (vendor) => {
	const { name, id } = GROUPS[vendor];

	it('is found by an upsert of it, which makes no second group', async () => {
		await inDoubt(`${vendor} group.update`, 'PUT', {
			...scope(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name: 'Renamed' });
		await landed();
		expect(out.data).toMatchObject({ action: 'unchanged', group: { name: 'Renamed' } });
		expect(names(stage, vendor).filter((stored) => stored === 'Renamed')).toHaveLength(1);
		expect(stage.written(vendor)).toEqual([]);
	});

	it('frees the old one for an upsert, where the group was found by that', async () => {
		await inDoubt(`${vendor} group.update`, 'PUT', {
			...scope(vendor),
			groupId: byName(name),
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name });
		await landed();
		expect(out.data).toMatchObject({ action: 'created' });
		expect(names(stage, vendor).sort()).toEqual(expect.arrayContaining([name, 'Renamed'].sort()));
	});

	const byItsId = it;

	byItsId('frees the old one for an upsert, where the group was found by its ID', async () => {
		await inDoubt(`${vendor} group.update`, 'PUT', {
			...scope(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name });
		await landed();
		expect([(out.data as Json).action, names(stage, vendor).includes(name)]).toEqual(['created', true]);
	});
});

describe.each(VENDOR_IDS)('a name that a rename in doubt takes away (%s)', (vendor) => {
	const { name, id } = GROUPS[vendor];

	it('does not lead a deletion by that name to the group as it is called by then', async () => {
		await inDoubt(`${vendor} group.update`, 'PUT', {
			...scope(vendor),
			groupId: id,
			name: 'Renamed',
			description: 'D',
		});
		const out = await stage.one(`${vendor} group.delete`, { ...scope(vendor), groupId: byName(name) });
		await landed();
		expect([codeOf(out), names(stage, vendor).includes('Renamed')]).toEqual(['not_found', true]);
	});
});

it('a create in doubt is found by an upsert of its name on every vendor', async () => {
	for (const vendor of VENDOR_IDS) {
		fault(stage, vendor, { status: 504, commit: { after: 350 } }, { method: 'POST' });
		const lost = await stage.one(`${vendor} group.create`, {
			...scope(vendor),
			name: 'New',
			options: { maxAttempts: 1, timeout: 100 },
		});
		const out = await stage.one(`${vendor} group.upsert`, { ...scope(vendor), name: 'New' });
		await landed();
		expect([vendor, codeOf(lost).replace(/^success.*/s, 'success')]).toEqual([
			vendor,
			vendor === 'audienceManager' ? 'success' : 'outcome_unknown',
		]);
		expect(out.data).toMatchObject({ action: 'unchanged' });
		expect(names(stage, vendor).filter((name) => name === 'New')).toHaveLength(1);
	}
});
