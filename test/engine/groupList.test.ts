import { GroupList } from '../../nodes/GroupManager/engine/steps/groupList';
import { groupRecords, pickerEntries } from '../../nodes/GroupManager/engine/steps/records';

const idOf = ({ id }: { id?: unknown }): string => String(id);
const ids = (groups: Array<{ id?: unknown }>): string[] => groups.map(idOf);

describe('the list of groups', () => {
	it('finds a group by its new name only, once it is replaced', () => {
		const list = new GroupList(
			[
				{ id: 1, name: 'A' },
				{ id: 2, name: 'A' },
			],
			groupRecords(),
		);
		expect(ids(list.named('A'))).toEqual(['1', '2']);
		list.put({ id: 1, name: 'B' });
		expect(ids(list.named('A'))).toEqual(['2']);
		expect(ids(list.named('B'))).toEqual(['1']);
		list.put({ id: 1, name: 'B', more: true });
		expect(list.named('B')).toEqual([{ id: 1, name: 'B', more: true }]);
	});

	it('finds a group by each spelling of its name, and by none of them after a change', () => {
		const readable = (name: string) => name.replace('&amp;', '&');
		const list = new GroupList([{ id: 1, name: 'A &amp; B' }], groupRecords({ readable }));
		expect(ids(list.named('A &amp; B'))).toEqual(['1']);
		expect(ids(list.named('A & B'))).toEqual(['1']);
		list.put({ id: 1, name: 'C' });
		expect([...list.named('A &amp; B'), ...list.named('A & B')]).toEqual([]);
		expect(ids(list.named('C'))).toEqual(['1']);
	});
});

describe('what a picker shows', () => {
	it('is in the order of the names, whatever their case, with the id beside one that is there twice', () => {
		const named = [
			{ id: 7, name: 'beta' },
			{ id: 3, name: 'Gamma' },
			{ id: 5, name: 'Alpha' },
			{ id: 9, name: 'Gamma' },
		];
		expect(pickerEntries(named, groupRecords())).toEqual([
			{ id: '5', name: 'Alpha' },
			{ id: '7', name: 'beta' },
			{ id: '3', name: 'Gamma (3)' },
			{ id: '9', name: 'Gamma (9)' },
		]);
	});

	it('has at least its id for a group without a name', () => {
		expect(pickerEntries([{ id: 7 }], groupRecords())).toEqual([{ id: '7', name: '(7)' }]);
	});
});
