import { type Collection, COLLECTIONS, type Entity, type Group, type GroupType, type KeitaroSeed } from './entities';

export type KeitaroState = { groups: Group[]; nextGroupId: number } & Record<Collection, Entity[]>;

export function createState(seed: KeitaroSeed): KeitaroState {
	const noEntities = { campaigns: [], offers: [], landing_pages: [], domains: [] };
	const state: KeitaroState = { groups: [], nextGroupId: 1, ...noEntities };
	for (const { id, name, type, position } of seed.groups ?? []) {
		state.groups.push({ id, name, position: position ?? nextPosition(state, type), type });
		state.nextGroupId = Math.max(state.nextGroupId, id + 1);
	}
	for (const collection of COLLECTIONS) {
		state[collection] = (seed[collection] ?? []).map((entity) => ({ group_id: 0, state: 'active', ...entity }));
	}
	return state;
}

export function groupsOf(state: KeitaroState, type: GroupType): Group[] {
	return state.groups.filter((group) => group.type === type);
}

export function findGroup(state: KeitaroState, id: string): Group | undefined {
	return state.groups.find((group) => String(group.id) === id);
}

export function isNameTaken(state: KeitaroState, { id, name, type }: Omit<Group, 'position'>): boolean {
	return groupsOf(state, type).some((group) => group.name === name && group.id !== id);
}

export function addGroup(state: KeitaroState, name: string, type: GroupType): Group {
	const group = { id: state.nextGroupId, name, position: nextPosition(state, type), type };
	state.nextGroupId += 1;
	state.groups.push(group);
	return group;
}

export function removeGroup(state: KeitaroState, removed: Group, members: 'keep' | 'reset'): void {
	state.groups = state.groups.filter((group) => group !== removed);
	if (members === 'keep') return;
	for (const entity of state[collectionOf(removed.type)]) {
		if (String(entity.group_id) === String(removed.id)) entity.group_id = 0;
	}
}

export function visible(state: KeitaroState, collection: Collection): Entity[] {
	return state[collection].filter((entity) => entity.state !== 'deleted');
}

export function archived(state: KeitaroState, collection: Collection): Entity[] {
	return state[collection].filter((entity) => entity.state === 'deleted');
}

export function findEntity(state: KeitaroState, collection: Collection, id: string): Entity | undefined {
	return state[collection].find((entity) => String(entity.id) === id);
}

function collectionOf(type: GroupType): Collection {
	return type === 'landings' ? 'landing_pages' : type;
}

function nextPosition(state: KeitaroState, type: GroupType): number {
	return groupsOf(state, type).length + 1;
}
