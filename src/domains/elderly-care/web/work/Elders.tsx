/** 老年人: the registry read by age, narrowed in the address. The village records how somebody lives and who is called. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { levels } from '../../assessment/rules.ts';
import { ageBands, type ElderRow, livingStatuses, programmeFilters, recordStates } from '../../register/terms.ts';
import { CardButton } from './CardButton.tsx';

const PATH = '/api/elders';
const named = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

export function Elders() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const { text, band, living, level, programme, record } = search;
  const list = useKeyset<ElderRow>(PATH, { text, band, living, level, programme, record });
  const [row, setRow] = useState<ElderRow | null>(null);
  const records = may(session, 'POST /api/elders/:id/living');
  const issuesCards = may(session, 'POST /api/elders/:id/care-card');
  const readsLevel = list.rows.some((r) => r.levelZh !== undefined) || level !== undefined;
  const choose = (key: string, zh: string, names: Readonly<Record<string, string>>, value: string | undefined) => (
    <Select
      allowClear
      value={value}
      placeholder={zh}
      aria-label={zh}
      style={{ minWidth: 170 }}
      options={named(names)}
      onChange={(chosen: string | undefined) => change({ [key]: chosen })}
    />
  );
  return (
    <Page
      title="老年人"
      lead="辖区里满60周岁的人，年纪大的在前。居住状况和紧急联系人由村（社区）登记；看过的会留下记录。"
      aside={
        may(session, 'EXPORT older-persons') && (
          <Link to="/sheets" search={{ export: 'older-persons' }}>
            申请导出名单
          </Link>
        )
      }
    >
      <div className="filters">
        <Input.Search
          allowClear
          defaultValue={text}
          placeholder="姓名、全拼或者首字母"
          aria-label="按姓名查"
          onSearch={(value) => change({ text: value.trim() })}
          style={{ maxWidth: 230 }}
        />
        {choose('band', '全部年龄', ageBands, band)}
        {choose('living', '居住状况', livingStatuses, living)}
        {readsLevel && choose('level', '能力等级', levels as Readonly<Record<string, string>>, level)}
        {choose('programme', '待遇', programmeFilters, programme)}
        {choose('record', '登记情况', recordStates, record)}
      </div>
      <div className="sheet">
        <KeysetTable
          caption="老年人"
          list={list}
          rowKey={(r) => r.personId}
          empty={
            text || band || living || level || programme || record
              ? '没有符合条件的老人，换个条件试试。'
              : '辖区里没有满60周岁的人。'
          }
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
            { key: 'age', title: '年龄', kind: 'number', render: (r) => `${r.age}岁` },
            { key: 'sex', title: '性别', render: (r) => r.sexZh },
            { key: 'village', title: '住在', render: (r) => <DivisionName name={r.villageName} /> },
            {
              key: 'living',
              title: '居住状况',
              render: (r) =>
                r.livingZh === null ? (
                  <Tag>待核实</Tag>
                ) : (
                  <span>
                    {r.living === 'alone' ? <Tag tone="warn">独居</Tag> : r.livingZh}
                    {r.contacts > 0 && <span className="quiet"> 联系人{r.contacts}人</span>}{' '}
                    {r.record === 'stale' && <Tag tone="warn">待更新</Tag>}
                  </span>
                ),
            },
            ...(readsLevel ? [{ key: 'level', title: '能力等级', render: (r: ElderRow) => r.levelZh ?? '没有评估' }] : []),
            { key: 'programmes', title: '享受待遇', render: (r) => r.programmes.join('、') || '没有' },
            ...(records || issuesCards
              ? [
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (r: ElderRow) => (
                      <>
                        {records && (
                          <Button size="small" onClick={() => setRow(r)}>
                            {r.livingZh === null ? '登记居住' : '更改居住'}
                          </Button>
                        )}{' '}
                        {issuesCards && <CardButton personId={r.personId} name={r.name} />}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {row && (
        <Living
          row={row}
          division={homeDivision(session)}
          onDone={() => queries.invalidateQueries({ queryKey: [PATH] })}
          onClose={() => setRow(null)}
        />
      )}
    </Page>
  );
}

function Living({
  row,
  division,
  onDone,
  onClose,
}: {
  row: ElderRow;
  division: string;
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const address = `${PATH}/${row.personId}/living`;
  const form = useQuery({
    queryKey: [address],
    queryFn: () => api.get<{ fields: readonly FormField[]; initial: Record<string, unknown> }>(address),
    gcTime: 0,
  });
  if (!form.data) return null;
  return (
    <FormDrawer
      title={`${row.name}的居住状况和紧急联系人`}
      causes="记在老人的档案里，出事时先打给这些人；村（社区）、乡镇和县里经办的人看得到。"
      fields={form.data.fields}
      initial={form.data.initial}
      division={division}
      button="保存"
      send={(input, requestId) => api.post(address, { requestId, input })}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
