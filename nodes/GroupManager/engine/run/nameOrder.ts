import type { Input } from '../contract/input';
import { lookOf } from '../fields/lookAlike';

/** Operations that take names or give them away. */
const NAMING: readonly string[] = ['create', 'update', 'upsert', 'delete'];

interface Waiting {
	/** The turns before it; undefined where there are none. */
	ready?: Promise<unknown>;
	/** Ends of the items before it that are still at work, where one of them may be about to give a name away. */
	rivals: () => Array<Promise<void>>;
	end: () => void;
}

/** What an item waits for and makes others wait for. */
interface Wishes {
	keys: string[];
	mine?: Set<Promise<void>>;
	others: Set<Promise<void>>;
}

/** Lets items that take or give the same names act in the order of the items, and all others side by side. */
export class NameOrder {
	private readonly last = new Map<string, Promise<void>>();
	private readonly open = new Set<Promise<void>>();
	/** The name of a group that is addressed by its id is not known, so these two kinds wait for each other. */
	private readonly byId = new Set<Promise<void>>();
	private readonly byName = new Set<Promise<void>>();

	/** @returns undefined where the operation has nothing to do with names */
	static of(resource: string, operation: string): NameOrder | undefined {
		return resource === 'group' && NAMING.includes(operation) ? new NameOrder() : undefined;
	}

	/** Queues an item up; call it in the order of the items. */
	queue(input: Input): Waiting {
		let finish!: () => void;
		const own = new Promise<void>((resolve) => (finish = resolve));
		const { keys, mine, others } = this.wishes(input);
		const before = [...others, ...keys.flatMap((key) => this.last.get(key) ?? [])];
		const earlier = [...(mine === this.byId ? this.open : [])];
		for (const key of keys) this.last.set(key, own);
		this.open.add(own);
		mine?.add(own);
		const end = (): void => {
			for (const key of keys) if (this.last.get(key) === own) this.last.delete(key);
			this.open.delete(own);
			mine?.delete(own);
			finish();
		};
		return {
			...(before.length > 0 && { ready: Promise.all(before) }),
			rivals: () => earlier.filter((other) => this.open.has(other)),
			end,
		};
	}

	private wishes({ groupType = '', groupId, body }: Input): Wishes {
		const names = [groupId?.by === 'name' ? groupId.value : undefined, body?.name];
		const keys = names.flatMap((name) => (name === undefined ? [] : [`name ${groupType} ${lookOf(name)}`]));
		if (groupId?.by === 'name') return { keys, mine: this.byName, others: this.byId };
		if (!groupId) return { keys, others: new Set() };
		return { keys: [...keys, `id ${groupId.value}`], mine: this.byId, others: this.byName };
	}
}
