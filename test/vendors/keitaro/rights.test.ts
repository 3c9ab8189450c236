import type { KeitaroSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';

describeOnHosts('rights', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const onGroup = (index: number) => ({ groupId: byId(bench.profile.id(index)) });

	it('that trim the lists give an empty list, and no group to write', async () => {
		bench.switch({ rights: 'trimmed' });
		expect((await bench.one('group.getAll', { returnAll: true })).data).toEqual([]);

		for (const operation of ['group.get', 'group.update', 'group.delete']) {
			const { error, message } = await bench.one(operation, { ...onGroup(0), name: 'X' });
			expect(error.code).toBe('not_found');
			expect(message).toContain('rights of the key');
		}
		expect(bench.written()).toEqual([]);
	});

	it.each([
		['without the section', { rights: 'no-groups-section' }, 403, /no permission/],
		['of an edition without the Admin API', { edition: 'without-api' }, 402, /licence/],
		[
			'behind a Cloudflare that lets nobody through',
			{ cloudflare: 'everybody' },
			403,
			/Cloudflare.*User-Agent "n8n-nodes-group-manager"/,
		],
	] as const)('%s are told of in every operation', async (_, position, httpStatus, says) => {
		bench.switch(position);
		for (const operation of ['create', 'get', 'getAll', 'update', 'delete']) {
			const { error, message } = await bench.one(`group.${operation}`, { ...onGroup(0), name: 'X' });
			expect(error).toMatchObject({ code: 'forbidden', httpStatus, retryable: false });
			expect(message).toMatch(says);
		}
		const { data } = await bench.one('group.deleteMany', { groupIds: '11' });
		expect(data.failed).toEqual([{ id: '11', code: 'forbidden', message: expect.any(String) as string }]);
	});
});

describeOnHosts('rights', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	it('of a wrong key are none', async () => {
		bench.use({ apiKey: 'ktr0-this-is-not-the-key-at-all' });
		const { error } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
	});
});

describeOnHosts('the address', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	it('tells a web page from an answer when the path in the credential is wrong', async () => {
		bench.use({ domain: `${bench.simulator.url}/admin_api/v2` });
		const { error, message } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unexpected_response', httpStatus: 200, retryable: false });
		expect(message).toMatch(/web page.*domain and its path/);
	});

	it('takes a bare domain for a tracker', async () => {
		bench.use({ domain: ` ${bench.simulator.url}/ ` });

		expect((await bench.one('group.getAll')).data).toHaveLength(3);
	});
});
