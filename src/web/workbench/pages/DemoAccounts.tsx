/** The accounts of the demonstration: found by name, duty or place, grouped by level; on a phone a group opens when it is tapped. */
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

interface Account {
  login: string;
  name: string;
  zh: string;
  divisionName: string;
  /** Its heading, and what somebody in this duty does here, in a line. */
  group: string;
  does: string;
}

interface Accounts {
  accounts: readonly Account[];
  /** In the order of the page. */
  groups: readonly string[];
}

const grouped = (accounts: readonly Account[], groups: readonly string[]): { title: string; accounts: Account[] }[] =>
  groups
    .map((title) => ({ title, accounts: accounts.filter((account) => account.group === title) }))
    .filter((group) => group.accounts.length > 0);

const DESK = '(min-width: 800px)';

export function DemoAccounts({ busy, enter }: { busy: boolean; enter: (login: string) => void }) {
  const accounts = useQuery({
    queryKey: ['demo-accounts'],
    queryFn: () => api.get<Accounts>('/api/demo/accounts'),
  });
  const [text, setText] = useState('');
  if (accounts.isPending) return <Loading />;
  if (!accounts.data) return <Failed error={accounts.error} retry={() => void accounts.refetch()} />;
  const wanted = text.trim();
  const found = accounts.data.accounts.filter((a) =>
    [a.name, a.zh, a.divisionName, a.does].some((said) => said.includes(wanted)),
  );
  const groups = grouped(found, accounts.data.groups);
  const open = wanted !== '' || matchMedia(DESK).matches;
  return (
    <section aria-label="演示账号">
      <p className="note">演示城市，里面的人和事都是虚构的。点一个岗位直接进入。</p>
      <Input
        aria-label="按姓名、岗位或地方找演示账号"
        placeholder="按姓名、岗位或地方找"
        value={text}
        onChange={(e) => setText(e.target.value)}
        allowClear
      />
      {groups.length === 0 && <Nothing>没有这样的账号，换个写法试试。</Nothing>}
      {groups.map((group) => (
        <details className="account-group" key={`${group.title}${open}`} open={open}>
          <summary>
            <h2>{group.title}</h2>
            <span className="quiet">{group.accounts.length}个账号</span>
          </summary>
          <ul className="accounts">
            {group.accounts.map((account) => (
              <li key={account.login}>
                <button type="button" className="account" disabled={busy} onClick={() => enter(account.login)}>
                  <b>{account.name}</b> {account.zh}
                  <span>{account.divisionName}</span>
                  <span>{account.does}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
