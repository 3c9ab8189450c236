import { definitionOf } from '../../simulators';

export const GROUPS = 5_000;

export interface PollFigures {
	vendor: string;
	/** Milliseconds of CPU for one poll that finds nothing, and for reading the same lists on axios. */
	cpu: number;
	bare: number;
	requests: number;
	/** Size of the state. */
	kibibytes: number;
	/** Megabytes of heap that 100 polls have left. */
	growth: number;
}

export interface Watched {
	vendor: string;
	label: string;
	parameters: object;
	seed: (groups: number) => object;
	/** The lists that a poll reads. */
	pages: (groups: number) => string[];
	headers: Record<string, string>;
}

const names = (groups: number): string[] => Array.from({ length: groups }, (_, index) => `A group of people ${index}`);

const watched = (vendor: string, rest: Omit<Watched, 'vendor' | 'label' | 'headers'>): Watched => {
	const { label, headers } = definitionOf(vendor);
	return { vendor, label, headers, ...rest };
};

export const WATCHED: readonly Watched[] = [
	watched('keitaro', {
		parameters: { groupType: 'campaigns' },
		seed: (groups) => ({ groups: names(groups).map((name, id) => ({ id: id + 1, name, type: 'campaigns' })) }),
		pages: () => ['/groups?type=campaigns'],
	}),
	watched('reach360', {
		parameters: {},
		seed: (groups) => ({ groups: names(groups).map((name, id) => ({ id: `grp-${id}`, name })) }),
		pages: (groups) => Array.from({ length: groups / 100 }, () => '/groups?limit=100'),
	}),
	watched('audienceManager', {
		parameters: {},
		seed: (groups) => ({ groups: names(groups).map((name, id) => ({ groupId: id + 1, name })) }),
		pages: () => ['/groups/'],
	}),
];
