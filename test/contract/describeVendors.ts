import { VENDOR_IDS } from '../../simulators';
import type { HostName } from '../kit/stage';
import { useBench } from './bench';
import { addressing } from './suite/addressing';
import { badInput } from './suite/badInput';
import { deleting } from './suite/deleting';
import { failing } from './suite/failing';
import { listing } from './suite/listing';
import { members } from './suite/members';
import { misbehaviour } from './suite/misbehaviour';
import { operations } from './suite/operations';
import { retrying } from './suite/retrying';
import { upserting } from './suite/upserting';

const SUITES = [
	operations,
	addressing,
	listing,
	deleting,
	upserting,
	members,
	badInput,
	failing,
	misbehaviour,
	retrying,
];

/** The contract, for every vendor that has a simulator. What only one vendor does stands in its own folder. */
export function describeVendors(host: HostName): void {
	describe.each(VENDOR_IDS)('%s', (vendor) => {
		const bench = useBench(vendor, host);
		for (const suite of SUITES) suite(bench);
	});
}
