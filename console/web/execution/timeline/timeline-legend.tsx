const kinds = [
  ['call', 'Call'],
  ['failed-call', 'Failed call'],
  ['wait', 'Wait before a retry'],
  ['state', 'State without a call'],
] as const;

export function TimelineLegend() {
  return (
    <ul className="timeline-legend">
      {kinds.map(([kind, words]) => (
        <li key={kind}>
          <span className={`segment segment-${kind}`} />
          {words}
        </li>
      ))}
    </ul>
  );
}
