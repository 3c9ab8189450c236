import { unescaped, unescapedTexts } from '../../nodes/GroupManager/vendors/audienceManager/wire';
import { byId, byName } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

describe("Audience Manager's texts", () => {
	it('are asked for unescaped, on every call', async () => {
		await stage.one('audienceManager group.create', { name: 'A & B' });
		await stage.one('audienceManager member.add', { groupId: byId(2001), members: '503' });
		const { log } = stage.simulators.audienceManager;
		expect(log.length).toBeGreaterThan(2);
		expect(new Set(log.map(({ headers }) => headers['aam-disable-escaping-html']))).toEqual(new Set(['true']));
	});

	it('of a person are written back as they were by a change of membership', async () => {
		const user = { userId: 7, username: 'o', lastName: "O'Neil & <Co>", title: '"Lead"', groups: [] };
		stage.simulators.audienceManager.seed({ groups: [{ groupId: 1, name: 'G' }], users: [user] });
		stage.simulators.audienceManager.switches.escaping = 'on';
		await stage.one('audienceManager member.add', { groupId: byId(1), members: '7' });

		expect(stage.simulators.audienceManager.state.users[0]).toMatchObject({
			lastName: "O'Neil & <Co>",
			title: '"Lead"',
			groups: [1],
		});
	});

	it('of a group go from a get into an update and come back the same', async () => {
		stage.simulators.audienceManager.switches.escaping = 'on';
		const { data } = await stage.one('audienceManager group.get', { groupId: byName('R&D "Lab" <beta>') });
		expect(data.name).toBe('R&D "Lab" <beta>');
		await stage.each('audienceManager group.update', { groupId: byId(2003), name: '={{ $json.name }}' }, [data]);
		expect(stage.simulators.audienceManager.state.groups[2]!.name).toBe('R&D "Lab" <beta>');
	});
});

describe('a record that came escaped', () => {
	it('is unescaped in every text, however deep, and nowhere else', () => {
		const record = {
			userId: 7,
			lastName: 'O&#39;Neil &amp; Co',
			title: null,
			isAdmin: 'true',
			groups: [1, 2],
			extra: { notes: ['&lt;b&gt;', 5] },
		};
		const readable = { ...record, lastName: "O'Neil & Co", extra: { notes: ['<b>', 5] } };
		expect(unescapedTexts(record)).toEqual(readable);
		expect(record.lastName).toBe('O&#39;Neil &amp; Co');
	});

	it('is left alone where any text shows that it did not', () => {
		const record = { lastName: 'AT&amp;T', title: 'R&D' };
		expect(unescapedTexts(record)).toEqual(record);
	});

	it.each([
		['R&amp;D', 'R&D'],
		['O&#39;Neil', "O'Neil"],
		['O&#x27;Neil', "O'Neil"],
		['In&ecirc;s', 'Inês'],
		['&Eacute;cole &ndash; 5&nbsp;&euro;', 'École – 5\u00a0€'],
		['&#233;&#xE9;', 'éé'],
		['&amp;amp;', '&amp;'],
		['&nosuch; R&D', '&nosuch; R&D'],
		['&#0; &#xD800; &#9999999;', '&#0; &#xD800; &#9999999;'],
		['a < b &amp; c', 'a < b &amp; c'],
		['plain', 'plain'],
		['', ''],
	])('reads %j as %j', (text, readable) => {
		expect(unescaped(text)).toBe(readable);
	});
});
