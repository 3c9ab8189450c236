import { type Booth, perform, useBooths } from './matrix/booths';
import { groupIds, stateOf } from './matrix/state';
import type { Subject } from './matrix/subject';
import { SUBJECTS } from './matrix/subjects';

const stage = useBooths(6);

const PAGE = '<!doctype html><html><body><h1>Welcome</h1></body></html>';
const HTML = { 'content-type': 'text/html' };

describe('a server that is none of the vendors', () => {
	it.each([
		['a page', { status: 200, headers: HTML, body: PAGE }],
		['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
	])('that answers everything with %s is told from a write of unknown outcome', async (_, fault) => {
		const write = async (booth: Booth, subject: Subject) => {
			const { vendor, line, parameters, items, seed, name } = subject;
			const simulator = booth.simulators.of(vendor);
			simulator.reset();
			seed(booth.simulators);
			const seeded = groupIds(booth.simulators, vendor);
			const before = stateOf(booth.simulators, vendor, seeded);
			simulator.faults.add({ times: Infinity, fault });
			const results = await booth.run({ line, parameters, items });
			expect(stateOf(booth.simulators, vendor, seeded)).toBe(before);
			return results.map(({ code, data }) => {
				const failed = data.failed as Array<{ code: string }> | undefined;
				return `${name}: ${code ?? failed?.map((entry) => entry.code).join() ?? 'success'}`;
			});
		};
		const found = (await perform(stage, [...SUBJECTS], write)).flat();
		expect(found.filter((line) => !line.endsWith('unexpected_response'))).toEqual([]);
	});
});
