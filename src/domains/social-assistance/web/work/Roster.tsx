/** 长期公布: print the month's sheet of a village, post it on the board, put the posting on record with a photograph. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { VillageRow } from '../../roster/content.ts';

const LIST = '/api/roster';

export function Roster() {
  const session = useSession();
  const queries = useQueryClient();
  const keeps = may(session, 'POST /api/roster/:village/sheet');
  const list = useKeyset<VillageRow>(LIST);
  const forms = useQuery({
    queryKey: [LIST, 'forms'],
    queryFn: () => api.get<{ posted: readonly FormField[] }>(`${LIST}/forms`),
    enabled: keeps,
  });
  const [posting, setPosting] = useState<VillageRow | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const print = (row: VillageRow) =>
    api.post<{ url: string }>(`${LIST}/${row.village}/sheet`, { requestId: newRequestId() }).then(
      ({ url }) => {
        setRefusal(null);
        window.open(url);
        return queries.invalidateQueries();
      },
      (error: unknown) => setRefusal(apiErrorOf(error)),
    );
  const month = session.today.slice(0, 7);
  return (
    <Page
      title="长期公布"
      lead="享受低保、特困的人家要在村（社区）长期公布：打印本月公布单，贴到公示栏，拍照登记。网上同时公布，姓名隐去。"
    >
      {refusal && <Refused error={refusal} />}
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : (
        <DataTable
          caption="各村（社区）长期公布"
          rows={list.rows}
          rowKey={(row) => row.village}
          empty="这里没有享受低保、特困的人家。"
          columns={[
            { key: 'name', title: '村（社区）', kind: 'main', render: (row) => <b>{row.name}</b> },
            { key: 'count', title: '户数、人数', render: (row) => `${row.households}户${row.persons}人` },
            { key: 'amount', title: '本月金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
            {
              key: 'last',
              title: '最近一次',
              kind: 'wide',
              render: (row) => (
                <span className="line">
                  {row.due ? <Tag tone="warn">该公布了</Tag> : <Tag tone="good">已公布</Tag>}
                  {row.last && (
                    <>
                      <a href={row.last.sheetUrl} target="_blank" rel="noreferrer">
                        <Month month={row.last.month} />
                        公布单
                      </a>
                      {row.last.postedOn ? (
                        <span className="quiet">
                          <Day on={row.last.postedOn} />
                          贴在{row.last.place}
                        </span>
                      ) : (
                        <span className="quiet">
                          <Day on={row.last.printedOn} />
                          打印，还没有登记张贴
                        </span>
                      )}
                      {row.last.photoUrl && (
                        <a href={row.last.photoUrl} target="_blank" rel="noreferrer">
                          照片
                        </a>
                      )}
                    </>
                  )}
                </span>
              ),
            },
            ...(keeps
              ? [
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (row: VillageRow) => (
                      <span className="line">
                        {!(row.last?.month === month && row.last.postedOn) && (
                          <Button size="small" onClick={() => void print(row)} aria-label={`打印${row.name}的公布单`}>
                            打印公布单
                          </Button>
                        )}
                        {row.last && !row.last.postedOn && (
                          <Button
                            size="small"
                            type="primary"
                            onClick={() => setPosting(row)}
                            aria-label={`登记${row.name}的张贴`}
                          >
                            登记张贴
                          </Button>
                        )}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
      {posting?.last && forms.data && (
        <FormDrawer
          title={`登记张贴：${posting.name}`}
          causes="登记以后算公布过；照片要看得清公布单贴在哪里。"
          fields={forms.data.posted}
          initial={{ postedOn: session.today }}
          division={posting.village}
          button="登记"
          send={(input, requestId) => api.post(`${LIST}/postings/${posting.last!.id}/posted`, { requestId, input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setPosting(null)}
        />
      )}
    </Page>
  );
}
