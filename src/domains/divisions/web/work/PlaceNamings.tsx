/** 地名备案公告: what was approved, and its two clocks of fifteen days; beside it the question whether a name can be used. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { NameCheck } from './NameCheck.tsx';
import type { NamingHead, NamingRow } from './nameContent.ts';
import { NamingClock, PlaceLink } from './nameParts.tsx';

const lists = { todo: '要备案、公告的', late: '逾期的', all: '全部' } as const;
const empty = { todo: '批准的都备案、公告了。', late: '没有逾期的。', all: '还没有批准过地名。' } as const;
type List = keyof typeof lists;

export function PlaceNamings() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [recording, setRecording] = useState(false);
  const which: List = search.list !== undefined && search.list in lists ? (search.list as List) : 'todo';
  const list = useKeyset<NamingRow, NamingHead>('/api/place-namings', { list: which });
  const home = homeDivision(session);
  return (
    <Page
      title="地名备案公告"
      lead="批准之日起15日内备案、公告；其他部门批准的，从备案起15日内公告。期限最后一天是休息日的，顺延到下一个工作日。"
      aside={
        may(session, 'POST /api/place-namings') && (
          <Button disabled={!list.head} onClick={() => setRecording(true)}>
            登记部门批准的
          </Button>
        )
      }
    >
      <Section title="命名台账">
        {may(session, 'POST /api/cases') && (
          <p className="choices">
            <Link to="/cases">在办的命名、更名申请</Link>
            <Link to="/apply">代办申请</Link>
          </p>
        )}
        <Chips
          label="看哪些"
          options={Object.entries(lists).map(([value, label]) => ({ value, label }))}
          value={which}
          onChange={(value) => change({ list: value === 'todo' ? undefined : value })}
        />
        <KeysetTable
          caption="命名台账"
          list={list}
          rowKey={(row) => row.id}
          empty={empty[which]}
          columns={[
            {
              key: 'name',
              title: '名称',
              kind: 'main',
              render: (row) => (
                <PlaceLink id={row.placeId}>{row.oldName ? `${row.name}（原${row.oldName}）` : row.name}</PlaceLink>
              ),
            },
            { key: 'kind', title: '事项', render: (row) => `${row.kindZh}，${row.approvedByZh}批准` },
            { key: 'on', title: '批准日期', render: (row) => <Day on={row.approvedOn} /> },
            { key: 'filed', title: '备案', render: (row) => <NamingClock clock={row.filing} what="备案" /> },
            { key: 'announced', title: '公告', render: (row) => <NamingClock clock={row.announcing} what="公告" /> },
            { key: 'place', title: '在哪里', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
            {
              key: 'act',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers inRow of={row.name} offers={row.offers} division={home} />,
            },
          ]}
        />
      </Section>
      <NameCheck division={home} />
      {recording && list.head && (
        <FormDrawer
          title="登记其他部门批准的地名"
          causes="进入地名库，成为标准地名；备案的15日从批准之日起算，公告的15日从备案起算。"
          fields={list.head.form}
          division={home}
          button="登记"
          send={(input, requestId) => api.post('/api/place-namings', { ...input, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setRecording(false)}
        />
      )}
    </Page>
  );
}
