import type { AudienceManagerSimulator, LoggedRequest } from '../../../simulators';
import type { Bench } from '../../contract/bench';
import type { Json } from '../../kit/json';
import { OBJECTS } from './records';

type Aam = Bench<AudienceManagerSimulator>;

/** These groups and no others, beside the usual objects. */
export const seedGroups = (bench: Aam, ...groups: Json[]): void =>
	bench.simulator.seed({ groups: groups as never, objects: OBJECTS });

export const stored = (bench: Aam, groupId: number) =>
	bench.simulator.state.groups.find((group) => group.groupId === groupId)!;

export const logins = (bench: Aam): LoggedRequest[] =>
	bench.simulator.log.filter(({ path }) => path.startsWith('/ims/'));
