import type { ITaskData, NodeExecutionHint } from 'n8n-workflow';

import type { NodeRun } from '../../workbench/headless';
import { hintsOn } from '../../nodes/GroupManager/hints';
import { byId } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage();

const hintsIn = ({ run }: NodeRun): Array<[string | undefined, string]> => {
	const runs: ITaskData[] = Object.values(run.data.resultData.runData).flat();
	const hints: NodeExecutionHint[] = runs.flatMap((task) => task.hints ?? []);
	return hints.map(({ type, message }) => [type, message]);
};

describe('above the output of a run', () => {
	it('stands nothing where there is nothing to say', async () => {
		expect(hintsIn(await stage.run('keitaro group.getAll', { groupType: 'campaigns' }))).toEqual([]);
	});

	it('stands how many items failed, where the others go on', async () => {
		const items = [{ id: '1' }, { id: '999' }, { id: '2' }];
		const parameters = { groupType: 'campaigns', groupId: byId('={{ $json.id }}') };
		const run = await stage.run('keitaro group.get', parameters, { items, onError: 'continueErrorOutput' });
		expect(hintsIn(run)).toEqual([['warning', '1 of 3 items failed']]);
	});

	it('stands that a dry run has written nothing', async () => {
		const run = await stage.run('reach360 group.create', { name: 'New', options: { dryRun: true } });
		expect(hintsIn(run)).toEqual([['info', 'Dry run: nothing was written']]);
	});

	it('stands for how many items a dry run has written nothing, where others were written', async () => {
		const parameters = { name: '={{ $json.name }}', options: { dryRun: '={{ $json.isDry }}' } };
		const items = [
			{ name: 'New', isDry: true },
			{ name: 'Newer', isDry: false },
		];
		const run = await stage.run('reach360 group.create', parameters, { items });
		expect(hintsIn(run)).toEqual([['info', 'Dry run of 1 item: nothing was written for it']]);
	});

	it('stands that a list was cut at its limit, and not where it ended before', async () => {
		const list = async (limit: number) =>
			hintsIn(await stage.run('keitaro group.getAll', { groupType: 'campaigns', limit }));
		expect(await list(2)).toEqual([['info', 'Limit reached: there may be more']]);
		expect(await list(50)).toEqual([]);
	});

	it('stands how often requests were sent again', async () => {
		stage.simulators.keitaro.faults.add({ method: 'GET', fault: { status: 503 }, times: 1 });
		const run = await stage.run('keitaro group.getAll', { groupType: 'campaigns' });
		expect(hintsIn(run)).toEqual([['info', '1 request had to be sent again']]);
	});

	it('says how long a limit held up the requests, in whole seconds', () => {
		const nothing = { items: 3, failed: 0, repeated: 0, waited: 0, dry: 0, isAtLimit: false };
		expect(hintsOn({ ...nothing, waited: 44_100, repeated: 12 }).map(({ message }) => message)).toEqual([
			"Waited 45 s for the vendor's limit",
			'12 requests had to be sent again',
		]);
		expect(hintsOn({ ...nothing, failed: 3 }).map(({ message }) => message)).toEqual(['3 of 3 items failed']);
	});
});
