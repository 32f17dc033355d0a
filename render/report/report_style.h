// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

/// How a run's report looks: on a screen, light or dark, and on paper.
inline constexpr const char* reportStyle = R"css(
:root { color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #1c2430; --quiet: #5b6675; --line: #dfe3e8;
  --code: #f3f5f8; --accent: #2b5fb4; --good: #1a7f4b; --bad: #b3261e; --warn: #8a5a00;
  --good-tint: #e5f4eb; --bad-tint: #fbe9e7; --warn-tint: #fdf3dc; --quiet-tint: #edf0f3; }
@media screen and (prefers-color-scheme: dark) { :root {
  --page: #15181d; --card: #1d2128; --ink: #e4e8ee; --quiet: #9aa5b4; --line: #343b46;
  --code: #14171c; --accent: #7fb0ff; --good: #63c990; --bad: #ff8a80; --warn: #e8b960;
  --good-tint: #17301f; --bad-tint: #3a1c1a; --warn-tint: #362a10; --quiet-tint: #2a3039; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 12px; font-weight: 650; }
h2 { font-size: 17px; margin: 36px 0 12px; font-weight: 650; }
h3 { font-size: 15px; margin: 0; font-weight: 600; }
.brand { color: var(--quiet); font-size: 12px; letter-spacing: .06em; text-transform: uppercase; }
.pills { display: flex; gap: 8px; flex-wrap: wrap; margin-bottom: 20px; }
.pill { display: inline-block; border-radius: 999px; padding: 2px 10px; font-size: 12px;
  font-weight: 600; background: var(--quiet-tint); color: var(--quiet); white-space: nowrap; }
.good { background: var(--good-tint); color: var(--good); }
.bad { background: var(--bad-tint); color: var(--bad); }
.warn { background: var(--warn-tint); color: var(--warn); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 16px 20px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 14px 28px;
  margin: 0; }
dt { color: var(--quiet); font-size: 12px; }
dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px;
  margin-top: 16px; }
.figure b { display: block; font-size: 22px; line-height: 1.2; font-weight: 650; }
.figure span { color: var(--quiet); font-size: 12px; }
figure { margin: 0; overflow-x: auto; text-align: center; }
figure img { max-width: 100%; min-width: min(100%, 720px); height: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th { text-align: left; color: var(--quiet); font-weight: 600; font-size: 12px;
  padding: 4px 14px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: 7px 14px 7px 0; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.name { white-space: nowrap; }
td.time { white-space: nowrap; color: var(--quiet); font-variant-numeric: tabular-nums; }
code, pre { font: 12.5px/1.5 ui-monospace, "JetBrains Mono", "DejaVu Sans Mono", monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code);
  border-radius: 6px; padding: 8px 10px; }
.step { margin-top: 12px; break-inside: avoid-page; }
.step > header { display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; }
.step > header .kind, .step > header .took, .quiet { color: var(--quiet); }
.step > header .took { margin-left: auto; font-variant-numeric: tabular-nums; }
.step .when { color: var(--quiet); font-size: 12px; margin-top: 2px; }
.step table { margin-top: 10px; }
.back { border-left: 4px solid var(--warn); }
.error { color: var(--bad); margin: 8px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
ul { margin: 8px 0 0; padding-left: 18px; }
footer { color: var(--quiet); font-size: 12px; margin-top: 40px; }
@media print {
  @page { size: A4; margin: 16mm 14mm; }
  body { background: #fff; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .card { border-radius: 0; border-color: #cfd5dc; padding: 10px 12px; }
  .pill, pre { border: 1px solid #cfd5dc; -webkit-print-color-adjust: exact;
    print-color-adjust: exact; }
  h2 { break-after: avoid-page; margin-top: 22px; }
  tr, .step > header { break-inside: avoid-page; }
  figure { overflow: visible; } figure img { min-width: 0; max-height: 230mm; }
}
)css";

} // namespace whimbrel
