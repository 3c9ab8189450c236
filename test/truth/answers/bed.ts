import type { Fault, FaultRule } from '../../../simulators';
import { groupNames } from '../../kit/ground';
import type { Json } from '../../kit/json';
import { useStage, type Stage } from '../../kit/stage';
import { groundOf } from '../../kit/vendors';

/**
 * The stage of these tests: no chance in the pauses between attempts, and short waits for late writes.
 * @param lateness how long after its lost answer a write may still be carried out, in ms
 */
export function useAnswers(lateness?: number): Stage {
	const stage = useStage({ isLoggedIn: true, random: 0 });
	beforeEach(() => stage.beAnotherProcess(lateness));
	return stage;
}

export function fault(stage: Stage, vendor: string, fault: Fault, rule: Omit<FaultRule, 'fault'> = {}): void {
	stage.fault(vendor, { ...rule, fault });
}

/** Names of all groups that are really there, without the one of Reach 360 that has everybody. */
export const names = (stage: Stage, vendor: string): string[] =>
	groupNames(groundOf(vendor), stage.simulators).filter((name) => name !== 'Everyone');

/** What an item failed with; a success is shown as it is. */
export const endOf = ({ error, data }: Json): Json =>
	error ? { code: error.code, retryable: error.retryable } : { data };

export const UNKNOWN = { code: 'outcome_unknown', retryable: false };

export const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));
