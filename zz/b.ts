export default async ({ s, run, byId, byName, reset }: any) => {
	const aam = s.audienceManager;
	const names = () => aam.state.groups.map((g: any) => g.name).filter((n: string) => n === 'New');
	for (const fault of [{ status: 504, commit: 150 }, { status: 504, after: true }, { status: 503 }, { status: 501 }, { status: 302, headers: { location: '/x' } , after: true}, { html: 200 }, { body: '{}' }, { body: '' }, {reset: 'after'}, {reset:'before'}, { status: 200, body: { error: 'no way' } }]) {
		reset();
		aam.faults.add({ method: 'POST', fault });
		console.log('FAULT', JSON.stringify(fault));
		await run('audienceManager group.create', { name: 'New' });
		await new Promise((r) => setTimeout(r, 200));
		console.log('   STATE', names().length);
	}
	for (const fault of [{ status: 503 }, { status: 501, after: true }, { html: 200 }, { body: '{}' }, { status: 200, body: { errors: [{ code: 'group_not_found', message: 'gone' }] } }, { status: 200, body: { errors: [{ code: 'weird', message: 'gone' }] } }]) {
		reset();
		console.log('FAULT', JSON.stringify(fault));
		for (const v of [s.reach360, s.keitaro, s.audienceManager]) v.faults.add({ method: 'PUT', times: Infinity, fault }), v.faults.add({ method: 'DELETE', times: Infinity, fault });
		await run('reach360 group.update', { groupId: byId('grp-compliance'), name: 'New' });
		await run('keitaro group.delete', { groupId: byId(2) });
		await run('reach360 member.add', { groupId: byId('grp-compliance'), members: 'usr-anna' });
		await run('audienceManager group.deleteMany', { groupIds: '2001,2002' });
	}
	reset();
	console.log('wrong address');
	for (const v of [s.reach360, s.keitaro, s.audienceManager]) v.faults.add({ times: Infinity, fault: { html: 200 } });
	await run('reach360 group.create', { name: 'New' });
	await run('reach360 group.update', { groupId: byId('grp-compliance'), name: 'New' });
	await run('audienceManager group.delete', { groupId: byId(2001) });
};
