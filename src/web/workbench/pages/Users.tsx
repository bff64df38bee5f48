/** 用户与岗位: accounts and their duties, from–to; a duty is ended, never deleted. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { type AccountAction, accountActions } from '../../../kernel/access/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, apiErrorOf } from '../../shared/api.ts';
import { timeOf } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { type Handed, HandedKeys } from './HandedKeys.tsx';
import { SearchBox } from './SearchBox.tsx';

interface User {
  id: string;
  login: string;
  name: string;
  divisionName: string;
  active: boolean;
  demonstration: boolean;
  passwordDue: boolean;
  hasPassword: boolean;
  lockedUntil: string | null;
  /** What may be done here now: the server says it. */
  actions: readonly AccountAction[];
  offers: readonly Offer[];
  duties: readonly {
    id: string;
    zh: string;
    /** The body that it is held in. */
    unitName: string | null;
    divisionName: string;
    validFrom: PlainDate;
    validTo: PlainDate | null;
    mayEnd: boolean;
  }[];
}

/** What each action does, asked before it is done. */
const asked: Readonly<Record<AccountAction, (name: string) => string>> = {
  unlock: (name) => `让${name}马上可以再登录？请先确认输错密码的是本人。`,
  'reset-password': (name) => `给${name}一个新的初始密码？现在的密码作废，正在用的登录马上结束。`,
  'renew-totp': (name) => `给${name}一个新的动态码？原来手机上的作废，正在用的登录马上结束。`,
  deactivate: (name) => `停用${name}的账号？马上不能登录，所有岗位到今天为止。`,
  activate: (name) => `重新启用${name}的账号？还要安全管理员重置密码、您增加岗位，本人才能登录。`,
};

function Standing({ user }: { user: User }) {
  if (!user.active) return <Tag>停用</Tag>;
  if (user.lockedUntil) return <Tag tone="bad">锁定至{timeOf(user.lockedUntil)}</Tag>;
  if (!user.demonstration && !user.hasPassword) return <Tag tone="warn">等待重置密码</Tag>;
  return user.passwordDue ? <Tag tone="warn">还没换初始密码</Tag> : '在用';
}

export function Users() {
  const session = useSession();
  const queries = useQueryClient();
  const [{ text }, change] = useTextSearch();
  const list = useKeyset<User, { offers: readonly Offer[] }>('/api/users', { text }, 'after');
  const [handed, setHanded] = useState<Handed | null>(null);
  const fresh = () => queries.invalidateQueries({ queryKey: ['/api/users'] });
  const end = useMutation({ mutationFn: (id: string) => api.post(`/api/duties/${id}/end`), onSuccess: fresh });
  const keep = useMutation({
    mutationFn: ({ id, action }: { id: string; action: AccountAction }) =>
      api.post<Handed>(`/api/users/${id}/actions`, { action }),
    onSuccess: (given) => {
      if (given.password || given.totpSecret) setHanded(given);
      return fresh();
    },
    onError: fresh,
  });
  const trouble = end.error ?? keep.error;
  const works = list.rows.some((user) => user.offers.length + user.actions.length > 0);
  return (
    <Page
      title="用户与岗位"
      lead="一人一号，不得共用。"
      aside={
        <Offers
          offers={list.head?.offers ?? []}
          division={homeDivision(session)}
          first="primary"
          onDone={(made) => setHanded(made as Handed)}
        />
      }
    >
      <div className="filters">
        <SearchBox label="姓名或账号" value={text ?? ''} onChange={(t) => change({ text: t })} />
      </div>
      {trouble && <Refused error={apiErrorOf(trouble)} />}
      <div className="sheet">
        <KeysetTable
          caption="用户列表"
          list={list}
          rowKey={(user) => user.id}
          empty="没有找到用户。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (user) => <b>{user.name}</b> },
            { key: 'login', title: '账号', render: (user) => <span className="num">{user.login}</span> },
            { key: 'division', title: '单位所在', render: (user) => user.divisionName },
            {
              key: 'duties',
              title: '岗位',
              render: (user) =>
                user.duties.map((duty) => (
                  <div key={duty.id}>
                    {duty.unitName ?? duty.divisionName} {duty.zh}{' '}
                    <span className="quiet">
                      <Day on={duty.validFrom} /> 起
                      {duty.validTo && (
                        <>
                          ，至 <Day on={duty.validTo} />
                        </>
                      )}
                    </span>
                    {duty.mayEnd && (
                      <Popconfirm
                        title={`从今天起，${user.name}不再担任${duty.zh}？`}
                        okText="结束这个岗位"
                        cancelText="不结束"
                        onConfirm={() => end.mutate(duty.id)}
                      >
                        <Button type="link" size="small" danger aria-label={`结束${user.name}的岗位${duty.zh}`}>
                          结束
                        </Button>
                      </Popconfirm>
                    )}
                  </div>
                )),
            },
            { key: 'active', title: '状态', render: (user) => <Standing user={user} /> },
            ...(works
              ? [
                  {
                    key: 'actions',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (user: User) => (
                      <Actions
                        user={user}
                        division={homeDivision(session)}
                        onAction={(action) => keep.mutate({ id: user.id, action })}
                      />
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {handed && <HandedKeys handed={handed} onClose={() => setHanded(null)} />}
    </Page>
  );
}

interface ActionsProps {
  user: User;
  division: string;
  onAction: (action: AccountAction) => void;
}

function Actions({ user, division, onAction }: ActionsProps) {
  return (
    <div className="row-actions">
      <Offers offers={user.offers} of={user.name} division={division} inRow />
      {user.actions.map((action) => (
        <Popconfirm
          key={action}
          title={asked[action](user.name)}
          placement="topRight"
          okText={accountActions[action].zh}
          cancelText="先不办"
          onConfirm={() => onAction(action)}
        >
          <Button size="small" danger={action === 'deactivate'} aria-label={`${user.name}：${accountActions[action].zh}`}>
            {accountActions[action].zh}
          </Button>
        </Popconfirm>
      ))}
    </div>
  );
}
