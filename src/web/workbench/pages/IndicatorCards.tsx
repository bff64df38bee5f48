/** Indicators as cards: value, target, in words whether it is reached; each opens the records that it counts. */
import { Link } from '@tanstack/react-router';
import { type FigureView, type IndicatorView, isShare, verdictNames } from '../../../kernel/indicator/index.ts';
import { Gauge } from '../../components/charts.tsx';
import { Tag } from '../../components/marks.tsx';

export type Indicator = IndicatorView & { areas: readonly FigureView[] };

const tones = { reached: 'good', near: 'warn', missed: 'warn', none: 'plain' } as const;

/** 95.6%, 11／12, 333.33元; 暂无 where nothing counts. */
export const Figure = ({ figure }: { figure: FigureView }) => <>{figure.text ?? '暂无'}</>;

export function IndicatorCards({ indicators, month }: { indicators: readonly Indicator[]; month: string }) {
  return (
    <ul className="indicators">
      {indicators.map((indicator) => {
        const { key, zh, total, kind, better, target, targetText, spanZh, assumed } = indicator;
        return (
          <li key={key}>
            <h3>
              <Link to="/indicators/$key" params={{ key }} search={{ month }}>
                {zh}
              </Link>
            </h3>
            <span className={(total.text ?? '').length > 12 ? 'figure figure-long' : 'figure'}>
              <Figure figure={total} />
            </span>
            {isShare(kind) && total.percent !== null && (
              <Gauge
                num={total.num}
                den={total.den}
                target={target && target.num / target.den}
                label={`${zh}${total.percent}%`}
                better={better}
              />
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
              {total.parts && total.parts !== total.text && `${total.parts}，`}
              {spanZh}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
