/** 考勤: a month of the own body; who is not filled in, and whose allowance is asked for already. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { YearMonth } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { MonthPage } from '../../workforce/content.ts';

export function CareMonths() {
  const session = useSession();
  const [month, turnTo] = useState<YearMonth | null>(null);
  const page = useQuery({
    queryKey: ['/api/care-months', month],
    queryFn: () => api.get<MonthPage>(`/api/care-months${month ? `?month=${month}` : ''}`),
  });
  return (
    <Answered query={page}>
      {(sheet) => (
        <Page
          title={`${longMonth(sheet.month)}考勤`}
          lead={`${sheet.employerName}。每月过完填一次：直接照护出勤几天、缴没缴社保、应发多少。`}
          aside={<Offers offers={sheet.offers} division={homeDivision(session)} first="primary" />}
        >
          <div className="choices">
            <Button onClick={() => turnTo(sheet.earlier)}>← {longMonth(sheet.earlier)}</Button>
            {sheet.later && <Button onClick={() => turnTo(sheet.later)}>{longMonth(sheet.later)} →</Button>}
          </div>
          <Section title={`${sheet.rows.length}人在岗，${sheet.rows.filter(({ entered }) => entered === null).length}人还没有填`}>
            <DataTable
              caption="考勤、社保、工资"
              rows={sheet.rows}
              rowKey={(row) => row.id}
              empty="这个月没有人在岗。"
              columns={[
                { key: 'name', title: '姓名', kind: 'main', render: (row) => `${row.name}（${row.postZh}）` },
                {
                  key: 'attended',
                  title: '直接照护出勤',
                  render: (row) => (row.entered ? `${row.entered.attended}天` : <Tag tone="warn">没有填</Tag>),
                },
                {
                  key: 'insured',
                  title: '社保',
                  render: (row) => row.entered && (row.entered.insured ? '缴了' : <Tag tone="warn">没有缴</Tag>),
                },
                {
                  key: 'pay',
                  title: '应发工资',
                  kind: 'number',
                  render: (row) => row.entered && <Money fen={row.entered.payFen} />,
                },
                { key: 'drawn', title: '', render: (row) => row.drawn && <Tag tone="now">津贴已申报，不能再改</Tag> },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
