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
  story?: string;
}

const levels: readonly { title: string; is: RegExp }[] = [
  { title: '村（社区）', is: /^村/ },
  { title: '乡镇（街道）', is: /^乡镇/ },
  { title: '县（市、区）', is: /^(县|核对|审核|财务|热线)/ },
  { title: '财政、残联等协同部门', is: /^(财政|残联|协同)/ },
  { title: '辅具、康复和购买服务机构', is: /^(辅具|社区康复|购买服务|机构)/ },
  { title: '市', is: /^市/ },
  { title: '监督和系统管理', is: /./ },
];

/** What somebody in this duty does here, in a line. */
const does: readonly [RegExp, string][] = [
  [/^村/, '代办申请、入户调查、张贴公示'],
  [/^乡镇经办/, '受理、调查核对、上报'],
  [/^乡镇审核/, '提出初审意见和复核意见'],
  [/^核对/, '向各部门核对家庭经济状况'],
  [/^审核确认/, '审核确认、不予确认'],
  [/^财务经办/, '生成发放批次、送银行、对账'],
  [/^财务复核/, '复核发放批次'],
  [/^财政/, '审核资金'],
  [/^残联/, '两项补贴复核、残疾人证和康复服务'],
  [/^协同/, '报送变动、查看本部门的核对和转办'],
  [/^热线/, '登记来电、转办和回访'],
  [/^辅具网点/, '辅具借用、归还和结算'],
  [/^辅具适配/, '上门评估、适配和回访'],
  [/^社区康复/, '登记社区康复服务'],
  [/^购买服务/, '上门服务、登记服务记录'],
  [/^县级审批/, '县级审批、用户和标准'],
  [/^县级/, '县级受理和调查'],
  [/^市/, '查看全市办件、标准和数据'],
  [/^审计纪检/, '查看办件和查询记录'],
  [/管理/, '账号、安全和审计'],
];
const doesOf = (zh: string): string => does.find(([is]) => is.test(zh))?.[1] ?? '';

function grouped(accounts: readonly Account[]): { title: string; accounts: Account[] }[] {
  const levelOf = (account: Account) => levels.find((level) => level.is.test(account.zh))!.title;
  return levels
    .map(({ title }) => ({ title, accounts: accounts.filter((account) => levelOf(account) === title) }))
    .filter((group) => group.accounts.length > 0);
}

const DESK = '(min-width: 800px)';

export function DemoAccounts({ busy, enter }: { busy: boolean; enter: (login: string) => void }) {
  const accounts = useQuery({
    queryKey: ['demo-accounts'],
    queryFn: () => api.get<{ accounts: Account[] }>('/api/demo/accounts'),
  });
  const [text, setText] = useState('');
  if (accounts.isPending) return <Loading />;
  if (!accounts.data) return <Failed error={accounts.error} retry={() => void accounts.refetch()} />;
  const wanted = text.trim();
  const found = accounts.data.accounts.filter((a) =>
    [a.name, a.zh, a.divisionName, a.story ?? doesOf(a.zh)].some((said) => said.includes(wanted)),
  );
  const groups = grouped(found);
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
                  <span>{account.story ?? doesOf(account.zh)}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
