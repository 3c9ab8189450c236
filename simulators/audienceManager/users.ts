import { type Answer, json, Refusal, violation } from '../core/http';
import { integer, isRecord, type Kind, listOf, oneOf, orNull, readFields, string } from '../core/shape';
import { type AamContext, pageOf, type Params, shown } from './answers';
import { type User, USER_STATUSES } from './entities';
import { addUser } from './store';

export function listUsers(context: AamContext): Answer {
	const { request, state } = context;
	const wanted = [request.query['groupId'] ?? []].flat();
	if (!wanted.every((id) => /^\d+$/.test(id))) throw violation('query parameter "groupId" must be an integer');
	const found = state.users.filter(({ groups }) => groups.some((id) => wanted.includes(String(id))));
	return pageOf(
		context,
		(wanted.length > 0 ? found : state.users).map((user) => shown(context, user)),
		false,
	);
}

export function getUser(context: AamContext, params: Params): Answer {
	return json(200, shown(context, existingUser(context, params)));
}

/**
 * The whole user is replaced, and what is left out is lost: harshest reading, how the vendor treats it is not
 * documented. `pid` and `userId`, where they are taken, must be right.
 */
export function updateUser(context: AamContext, params: Params): Answer {
	const user = existingUser(context, params);
	const { pid, userId } = user;
	const sent = readUser(context);
	if ((sent.pid ?? pid) !== pid || (sent.userId ?? userId) !== userId) {
		throw violation('pid and userId cannot change');
	}
	const { isAdmin = 'false' } = sent;
	Object.assign(user, fieldsOf(context, sent, user), { isAdmin });
	return json(200, shown(context, user));
}

/** Documented beside the group methods; a username is unique. */
export function createUser(context: AamContext): Answer {
	const user = addUser(context.state, fieldsOf(context, readUser(context)));
	return json(context.switches.create, shown(context, user));
}

/** The documented fields of a user, and those beyond them that are taken. */
function readUser({ request, switches }: AamContext): Partial<User> {
	if (switches.extraUserFields === 'refused') return readFields(request.body, DOCUMENTED_USER_FIELDS);
	if (!isRecord(request.body)) throw violation('the body must be a JSON object');
	const known = Object.entries(request.body).filter(([name]) => Object.hasOwn(USER_FIELDS, name));
	return readFields(Object.fromEntries(known), USER_FIELDS);
}

function fieldsOf({ state }: AamContext, sent: Partial<User>, self?: User): Omit<User, 'userId' | 'pid' | 'isAdmin'> {
	const { username, status, firstName, lastName, email, groups, title = null, phoneNumber = null } = sent;
	if (!username || !status || !email || !groups || firstName === undefined || lastName === undefined) {
		throw new Refusal(400, '', 'username, status, firstName, lastName, email and groups are required');
	}
	const stray = groups.find((id) => !state.groups.some(({ groupId }) => groupId === id));
	if (stray !== undefined) throw new Refusal(400, '', `There is no group ${stray}`);
	if (new Set(groups).size < groups.length) throw violation('a group is in the list twice');
	if (state.users.some((other) => other !== self && other.username === username)) {
		throw new Refusal(409, '', `The username "${username}" is taken`);
	}
	return { username, status, firstName, lastName, email, title, phoneNumber, groups };
}

function existingUser({ state }: AamContext, { userId }: Params): User {
	const user = state.users.find((candidate) => String(candidate.userId) === userId);
	if (!user) throw new Refusal(404, '', `There is no user ${userId}`);
	return user;
}

const isAdmin: Kind<User['isAdmin']> = {
	expected: 'true or false',
	accepts: (value): value is User['isAdmin'] => typeof value === 'boolean' || value === 'true' || value === 'false',
};

const DOCUMENTED_USER_FIELDS = {
	username: string,
	status: oneOf(USER_STATUSES),
	firstName: string,
	lastName: string,
	email: string,
	title: orNull(string),
	phoneNumber: orNull(string),
	groups: listOf(integer),
};

const USER_FIELDS = { ...DOCUMENTED_USER_FIELDS, userId: integer, pid: integer, isAdmin };
