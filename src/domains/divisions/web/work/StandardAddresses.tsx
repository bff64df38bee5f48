/** 标准地址: one row for each door plate; nobody who lives there is on it. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { AddressRow } from './nameContent.ts';

export function StandardAddresses() {
  const session = useSession();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const list = useKeyset<AddressRow, { form: readonly FormField[] }>('/api/standard-addresses');
  return (
    <Page
      title="标准地址"
      lead="门楼牌一户一条，按省、市、县、乡、村、路（组、湾）、号、栋、单元、室的次序写。这里只记地址，不记住的是谁。"
      aside={
        may(session, 'POST /api/standard-addresses') && (
          <Button type="primary" disabled={!list.head} onClick={() => setAdding(true)}>
            登记标准地址
          </Button>
        )
      }
    >
      <p>
        <Link to={'/place-names' as never}>← 地名</Link>
      </p>
      <div className="sheet">
        <KeysetTable
          caption="标准地址"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有登记标准地址。"
          columns={[
            { key: 'printed', title: '标准地址', kind: 'main', render: (row) => row.printed },
            { key: 'plate', title: '门牌', render: (row) => (row.plateOn ? <Day on={row.plateOn} /> : '还没有安装') },
          ]}
        />
      </div>
      {adding && list.head && (
        <FormDrawer
          title="登记标准地址"
          causes="同一个地方只登记一条；路名要是地名库里的标准名称。"
          fields={list.head.form}
          division={homeDivision(session)}
          button="登记"
          send={(input, requestId) => api.post('/api/standard-addresses', { ...input, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}
