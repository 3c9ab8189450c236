import type { Definition } from '../core/definition';
import { startSimulator } from '../core/server';
import type { Simulator } from '../core/simulator';
import type { Vendor } from '../core/vendor';
import {
	createState,
	MEDIA_TYPE,
	SAMPLE_DIRECTORY_DEFAULT_SEED,
	SAMPLE_DIRECTORY_KEY,
	SAMPLE_DIRECTORY_SWITCHES,
	type SampleDirectorySeed,
	type SampleDirectoryState,
	type SampleDirectorySwitches,
	VERSION,
} from './entities';
import { answer, credentials, refuse } from './routes';

export type SampleDirectorySimulator = Simulator<SampleDirectorySwitches, SampleDirectoryState, SampleDirectorySeed>;

declare module '../index' {
	interface KnownSimulators {
		sampleDirectory: SampleDirectorySimulator;
	}
}

const sampleDirectory: Vendor<SampleDirectorySwitches, SampleDirectoryState, SampleDirectorySeed> = {
	basePath: '/api/v1',
	switches: SAMPLE_DIRECTORY_SWITCHES,
	defaultSeed: SAMPLE_DIRECTORY_DEFAULT_SEED,
	createState,
	answer,
	refuse,
	credentials,
	tellWait: (style, at, wait): Record<string, string> =>
		style === 'absent' ? {} : { 'x-rate-limit-reset': String(Math.ceil((at + wait) / 1_000)) },
};

export const definition: Definition<SampleDirectorySimulator> = {
	id: 'sampleDirectory',
	label: 'Sample Directory',
	port: 4640,
	switches: SAMPLE_DIRECTORY_SWITCHES,
	start: (options) => startSimulator(sampleDirectory, options),
	credential: () => ({ apiKey: SAMPLE_DIRECTORY_KEY }),
	headers: { Authorization: `SSWS ${SAMPLE_DIRECTORY_KEY}`, Accept: MEDIA_TYPE, 'X-Directory-Version': VERSION },
	addresses: {},
};
