/** 用户与岗位: accounts and their duties, from–to; a duty is ended, never deleted. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { type DutyCode, duties, roles } from '../../../kernel/access/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Tag } from '../../components/marks.tsx';
import { homeDivision, may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, apiErrorOf } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { SearchBox } from './SearchBox.tsx';

interface User {
  id: string;
  login: string;
  name: string;
  divisionName: string;
  active: boolean;
  duties: readonly { id: string; zh: string; divisionName: string; validFrom: PlainDate; validTo: PlainDate | null }[];
}

/** Roles and named duties in one list: 财务经办 is a duty of the role 县级经办. */
const posts = [
  ...Object.entries(roles)
    .filter(([role]) => !['public', 'resident', 'system'].includes(role))
    .map(([role, zh]) => ({ value: role, label: zh as string })),
  ...Object.entries(duties).map(([duty, { zh }]) => ({ value: duty, label: zh as string })),
];
const postOf = (post: string) =>
  post in duties ? { role: duties[post as DutyCode].base, duty: post } : { role: post, duty: null };

const post: FormField = { name: 'post', type: 'choice', label: '岗位', required: true, choices: posts };
const place: FormField = { name: 'division', type: 'division', label: '地区', required: true, format: 'division' };

type Open = { kind: 'new' } | { kind: 'duty'; user: User };

export function Users() {
  const session = useSession();
  const queries = useQueryClient();
  const [{ text }, change] = useTextSearch();
  const list = useKeyset<User>('/api/users', { text }, 'after');
  const [open, setOpen] = useState<Open | null>(null);
  const admin = may(session, 'sys-admin');
  const end = useMutation({
    mutationFn: (id: string) => api.post(`/api/duties/${id}/end`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/users'] }),
  });
  return (
    <Page
      title="用户与岗位"
      lead="一人一号，不得共用。"
      aside={
        admin && (
          <Button type="primary" onClick={() => setOpen({ kind: 'new' })}>
            新建账号
          </Button>
        )
      }
    >
      <div className="filters">
        <SearchBox label="姓名或账号" value={text ?? ''} onChange={(t) => change({ text: t })} />
      </div>
      {end.error && <Refused error={apiErrorOf(end.error)} />}
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
                    {duty.divisionName} {duty.zh}{' '}
                    <span className="quiet">
                      <Day on={duty.validFrom} /> 起
                      {duty.validTo && (
                        <>
                          ，至 <Day on={duty.validTo} />
                        </>
                      )}
                    </span>
                    {admin && duty.validTo === null && (
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
            { key: 'active', title: '状态', render: (user) => (user.active ? '在用' : <Tag>停用</Tag>) },
            ...(admin
              ? [
                  {
                    key: 'add',
                    title: '办理',
                    render: (user: User) => (
                      <Button size="small" onClick={() => setOpen({ kind: 'duty', user })} aria-label={`给${user.name}增加岗位`}>
                        增加岗位
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {open && (
        <FormDrawer
          title={open.kind === 'new' ? '新建账号' : `增加岗位：${open.user.name}`}
          fields={open.kind === 'new' ? newUser : newDuty}
          division={homeDivision(session)}
          button={open.kind === 'new' ? '新建账号' : '增加岗位'}
          send={({ post: chosen, ...rest }) =>
            api.post(open.kind === 'new' ? '/api/users' : `/api/users/${open.user.id}/duties`, {
              ...rest,
              ...postOf(String(chosen)),
            })
          }
          onDone={() => queries.invalidateQueries({ queryKey: ['/api/users'] })}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}

const newUser: readonly FormField[] = [
  { name: 'name', type: 'text', label: '姓名', required: true, min: 2, max: 50 },
  { name: 'login', type: 'text', label: '账号', required: true, min: 3, max: 31, help: '小写字母开头，3至31位' },
  {
    name: 'password',
    type: 'text',
    label: '初始密码',
    required: true,
    min: 12,
    max: 200,
    help: '至少12位，首次登录后请本人更换',
  },
  place,
  post,
];
const newDuty: readonly FormField[] = [
  place,
  post,
  { name: 'validFrom', type: 'date', label: '从哪天起', required: false, format: 'plain-date', help: '不填为今天' },
  { name: 'validTo', type: 'date', label: '到哪天止', required: false, format: 'plain-date', help: '代理等临时岗位填写' },
];
