import { Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ChartOption } from './chart/draw';

interface ChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly option: ChartOption;
  readonly height?: number;
}

type Drawn = Awaited<ReturnType<typeof begin>>;

// The drawing library is large and is fetched when the first chart is shown.
async function begin(element: HTMLElement) {
  const { beginChart } = await import('./chart/draw');
  return beginChart(element);
}

/** A chart; its figures should stand beside it as text or in a table as well. */
export function Chart({ label, option, height = 280 }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Drawn | null>(null);

  useEffect(() => {
    const target = element.current;
    if (target === null) {
      return undefined;
    }
    let gone = false;
    let drawn: Drawn | null = null;
    void begin(target).then((made) => {
      if (gone) {
        made.dispose();
      } else {
        drawn = made;
        setChart(made);
      }
    });
    const observer = new ResizeObserver(() => drawn?.resize());
    observer.observe(target);
    return () => {
      gone = true;
      observer.disconnect();
      drawn?.dispose();
      setChart(null);
    };
  }, []);

  useEffect(() => {
    chart?.setOption(option, true);
  }, [chart, option]);

  return (
    <div role="img" aria-label={label} style={{ position: 'relative', height }}>
      {chart === null && (
        <Skeleton active title={false} paragraph={{ rows: 5 }} style={{ position: 'absolute', inset: 0 }} />
      )}
      <div ref={element} style={{ height: '100%' }} />
    </div>
  );
}
