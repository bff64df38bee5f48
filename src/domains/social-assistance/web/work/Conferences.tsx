/** 一事一议 that wait: for the conference, or for the minutes of one held by telephone. */
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { WaitingConference } from '../../conference/content.ts';

export function Conferences() {
  const list = useKeyset<WaitingConference>('/api/conferences', {});
  return (
    <Page
      title="一事一议"
      lead="提请会商、还没有纪要的办件，先到期的在前。打开办件登记结论、补纪要；在办件上也可以提请新的会商。"
    >
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : list.rows.length === 0 ? (
        <Nothing>没有等待会商的办件。</Nothing>
      ) : (
        list.rows.map((row) => (
          <Section
            key={row.id}
            title={row.personName}
            aside={
              <Link to={'/cases/$caseId' as never} params={{ caseId: row.caseId } as never}>
                看办件
              </Link>
            }
          >
            <p className="line">
              <b>{row.subjectZh}</b>
              <Tag tone={row.late ? 'bad' : 'now'}>{row.late ? '已过期限' : row.stateZh}</Tag>
              <span className="quiet">
                最迟 <Day on={row.dueOn} />
              </span>
            </p>
            <p className="quiet">{row.divisionName}</p>
          </Section>
        ))
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
    </Page>
  );
}
