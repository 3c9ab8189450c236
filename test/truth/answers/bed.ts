import { Locks } from '../../../nodes/GroupManager/engine/run/locks';
import { N8nHost } from '../../../nodes/GroupManager/host';
import type { Fault, FaultRule } from '../../../simulators';
import { useTruth, type Json, type Stage, type VendorId } from '../stage';

export { byId, byName, codeOf, VENDOR_IDS, type Json, type VendorId } from '../stage';

/**
 * The stage of these tests: no chance in the pauses between attempts, and short waits for late writes.
 * @param lateness how long after its lost answer a write may still be carried out, in ms
 */
export function useAnswers(lateness = 20): Stage {
	const stage = useTruth();
	beforeEach(() => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		N8nHost.locks = new Locks(lateness);
	});
	afterEach(() => jest.restoreAllMocks());
	return stage;
}

export function fault(stage: Stage, vendor: VendorId, fault: Fault, rule: Omit<FaultRule, 'fault'> = {}): void {
	stage.simulators[vendor].faults.add({ ...rule, fault });
}

export const scope = (vendor: VendorId): Json => (vendor === 'keitaro' ? { groupType: 'campaigns' } : {});

/** Names of all groups that are really there, without the one of Reach 360 that has everybody. */
export const names = (stage: Stage, vendor: VendorId): string[] =>
	stage.simulators[vendor].state.groups.map(({ name }) => name).filter((name) => name !== 'Everyone');

/** What an item failed with; a success is shown as it is. */
export const endOf = ({ error, data }: Json): Json =>
	error ? { code: error.code, retryable: error.retryable } : { data };

export const UNKNOWN = { code: 'outcome_unknown', retryable: false };

export const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));
