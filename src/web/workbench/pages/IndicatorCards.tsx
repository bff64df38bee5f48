/** Indicators as cards: value, target, in words whether it is reached; each opens the records that it counts. */
import { Link } from '@tanstack/react-router';
import { type FigureView, type IndicatorView, targetOf, verdictNames } from '../../../kernel/indicator/index.ts';
import { Gauge } from '../../components/charts.tsx';
import { Money, Tag } from '../../components/marks.tsx';

export type Indicator = IndicatorView & { areas: readonly FigureView[] };

const tones = { reached: 'good', near: 'warn', missed: 'warn', none: 'plain' } as const;

/** 95.6%, 11／12; an amount where it is an average; 暂无 where nothing counts. */
export function Figure({ figure, kind }: { figure: FigureView; kind: IndicatorView['kind'] }) {
  if (kind === 'average') return figure.averageFen === null ? <>暂无</> : <Money fen={figure.averageFen} />;
  if (figure.percent === null) return <>暂无</>;
  return kind === 'units' ? (
    <>
      {figure.num.toLocaleString('zh-CN')}／{figure.den.toLocaleString('zh-CN')}
    </>
  ) : (
    <>{figure.percent}%</>
  );
}

/** The part of one that a target text (60%) stands for. */
const partOf = (text: string | null): number | null => {
  if (text === null) return null;
  const { num, den } = targetOf(text.replace('%', ''));
  return num / den / 100;
};

export function IndicatorCards({ indicators, month }: { indicators: readonly Indicator[]; month: string }) {
  return (
    <ul className="indicators">
      {indicators.map((indicator) => {
        const { key, zh, total, kind, targetText, spanZh, assumed } = indicator;
        return (
          <li key={key}>
            <h3>
              <Link to="/indicators/$key" params={{ key }} search={{ month }}>
                {zh}
              </Link>
            </h3>
            <span className="figure">
              <Figure figure={total} kind={kind} />
            </span>
            {kind !== 'average' && (
              <Gauge num={total.num} den={total.den} target={partOf(targetText)} label={`${zh}${total.percent ?? ''}%`} />
            )}
            <span className="line">
              {total.verdict !== 'none' && <Tag tone={tones[total.verdict]}>{verdictNames[total.verdict]}</Tag>}
              {targetText && (
                <span className="quiet">
                  目标{targetText}
                  {assumed && '（假定）'}
                </span>
              )}
            </span>
            <span className="quiet">
              {kind === 'average'
                ? `${total.den.toLocaleString('zh-CN')}人`
                : `${total.num.toLocaleString('zh-CN')}／${total.den.toLocaleString('zh-CN')}`}
              ，{spanZh}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
