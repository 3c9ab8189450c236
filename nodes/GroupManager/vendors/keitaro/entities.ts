import type { JsonObject } from '../../engine/contract/json';
import { asId } from '../../engine/http/answers';

export const NO_GROUP = '0';

/** The group of an entity: numbers and texts are mixed, and both 0 and null stand for none. */
export const groupOf = ({ group_id: groupId }: JsonObject = {}): string =>
	typeof groupId === 'number' || typeof groupId === 'string' ? String(groupId) : NO_GROUP;

/** The entities of a type with an index by their groups. Its records must not be changed, only replaced. */
export class Entities {
	private readonly entities = new Map<string, JsonObject>();
	private readonly members = new Map<string, Set<string>>();
	/** An entity that came twice, in different groups. */
	contradictory?: string;

	constructor(entities: readonly JsonObject[] = []) {
		this.addNew(entities);
	}

	get size(): number {
		return this.entities.size;
	}

	get(id: string): JsonObject | undefined {
		return this.entities.get(id);
	}

	/** By id, in the vendor's order. */
	get all(): ReadonlyMap<string, JsonObject> {
		return this.entities;
	}

	/** The groups that have members. */
	get groups(): string[] {
		return [...this.members.keys()].filter((id) => id !== NO_GROUP);
	}

	groupOf(id: string): string {
		return groupOf(this.entities.get(id));
	}

	/** In the vendor's order, later ones behind. */
	membersOf(groupId: string): ReadonlySet<string> {
		return this.members.get(groupId) ?? new Set();
	}

	/** Of entities that come twice the first one counts. */
	addNew(entities: readonly JsonObject[]): void {
		for (const entity of entities) {
			const id = asId(entity.id);
			if (!this.entities.has(id)) this.put(entity);
			else if (this.groupOf(id) !== groupOf(entity)) this.contradictory = id;
		}
	}

	put(entity: JsonObject): void {
		const id = asId(entity.id);
		this.members.get(this.groupOf(id))?.delete(id);
		this.entities.set(id, entity);
		const group = groupOf(entity);
		const members = this.members.get(group);
		if (members) members.add(id);
		else this.members.set(group, new Set([id]));
	}
}
