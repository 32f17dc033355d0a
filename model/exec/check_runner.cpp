// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/check_runner.h"

#include "model/base/sentence.h"
#include "model/exec/heartbeat_lag.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/recovery.h"
#include "model/exec/sql_check.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <memory>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Check", text);
}

Verdict unknown(const QString& why)
{
    Verdict verdict;
    verdict.message = why;
    return verdict;
}

Error unbound(const TargetId& target)
{
    return {ErrorCode::Usage,
        tr("The target \"%1\" has no database to look at.").arg(target.text()), {},
        tr("Bind it to one.")};
}

} // namespace

CheckRunner::CheckRunner(RunContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &CheckRunner::tryOnce);
}

const Expectation* CheckRunner::expectationOf(const Check& check)
{
    if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
        return &query->expect;
    }
    if (const auto* count = std::get_if<RowCountCheck>(&check.body)) {
        return &count->expect;
    }
    if (const auto* sum = std::get_if<ChecksumCheck>(&check.body)) {
        return &sum->expect;
    }
    if (const auto* http = std::get_if<HttpCheck>(&check.body)) {
        return http->number.isEmpty() ? nullptr : &http->expect;
    }
    return nullptr;
}

void CheckRunner::run(
    const Check& check, const QJsonValue& before, std::function<void(const CheckOutcome&)> then)
{
    m_check = check;
    m_before = before;
    m_outcome = CheckOutcome{};
    m_then = std::move(then);
    m_running = true;
    m_stopping = false;
    m_losses = 0;
    tryOnce();
}

void CheckRunner::take(const Check& check, std::function<void(const Result<FoundValue>&)> then)
{
    m_check = check;
    m_running = true;
    m_stopping = false;
    m_losses = 0;
    takeOnce(then);
}

void CheckRunner::takeOnce(const std::function<void(const Result<FoundValue>&)>& then)
{
    measureValue([this, then](const Result<FoundValue>& found) {
        if (!found && isBorne(found.error())) {
            takeOnce(then);
            return;
        }
        m_running = false;
        then(found);
    });
}

void CheckRunner::stop()
{
    if (!m_running) {
        return;
    }
    m_stopping = true;
    if (m_pause.isActive()) {
        m_pause.stop();
        finish(true);
    } else if (m_reply) {
        m_reply->abort();
    } else {
        m_process.stop();
    }
}

void CheckRunner::tryOnce()
{
    ++m_outcome.tries;
    m_clock.restart();
    switch (m_check.type()) {
    case CheckType::Query:
    case CheckType::RowCount:
    case CheckType::Checksum:
        measureValue([this](const Result<FoundValue>& found) { concluded(found); });
        break;
    case CheckType::Compare:
        runCompare(std::get<CompareCheck>(m_check.body));
        break;
    case CheckType::ReplicationLag:
        measureLag(std::get<ReplicationLagCheck>(m_check.body));
        break;
    case CheckType::Http:
        runHttp(std::get<HttpCheck>(m_check.body));
        break;
    case CheckType::Command:
        runCommand(std::get<CommandCheck>(m_check.body));
        break;
    case CheckType::Manual:
        concluded(unknown(tr("Somebody has to look.")));
        break;
    }
}

void CheckRunner::concluded(const Verdict& verdict, bool cancelled)
{
    m_losses = 0;
    m_outcome.verdict = verdict;
    m_outcome.ms = m_clock.elapsed();
    const bool again
        = verdict.result != CheckResult::Pass && m_outcome.tries < m_check.tries && !m_stopping;
    if (!again || cancelled) {
        finish(cancelled || (m_stopping && verdict.result != CheckResult::Pass));
        return;
    }
    m_pause.start(static_cast<int>(qMax<qint64>(m_check.intervalMs, 0)));
}

bool CheckRunner::isBorne(const Error& error)
{
    constexpr int lossesBorne = 2;
    return error.code == ErrorCode::ConnectionLost && !m_stopping && ++m_losses <= lossesBorne;
}

bool CheckRunner::looksAgain(const Error& error)
{
    if (!isBorne(error)) {
        return false;
    }
    --m_outcome.tries;
    tryOnce();
    return true;
}

void CheckRunner::concluded(const Result<FoundValue>& found)
{
    if (!found) {
        if (looksAgain(found.error())) {
            return;
        }
        concluded(unknown(found.error().text()), found.error().code == ErrorCode::Cancelled);
        return;
    }
    concluded(judge(*expectationOf(m_check), *found, m_before));
}

void CheckRunner::finish(bool cancelled)
{
    m_running = false;
    m_outcome.cancelled = cancelled;
    const auto then = std::exchange(m_then, nullptr);
    then(m_outcome);
}

void CheckRunner::measureValue(const std::function<void(const Result<FoundValue>&)>& then)
{
    if (const auto* http = std::get_if<HttpCheck>(&m_check.body)) {
        (void)http;
        then(fail({ErrorCode::Usage,
            tr("A number from the web cannot be compared with its value before."), {}, {}}));
        return;
    }
    Session* session = m_context.sessionToLookAt(m_check.target);
    if (!session) {
        then(fail(unbound(m_check.target)));
        return;
    }
    const qint64 limit = m_check.timeLimitMs;
    if (const auto* query = std::get_if<QueryCheck>(&m_check.body)) {
        const Result<QString> sql = prepareQuery(m_context.plan(), query->sql,
            m_context.dialectOf(m_check.target), m_context.environment);
        if (!sql) {
            then(fail(sql.error()));
            return;
        }
        session->run(
            [sql = *sql, limit](
                Session::Held& held) { return measure::query(*held.connection, sql, limit); },
            then);
    } else if (const auto* count = std::get_if<RowCountCheck>(&m_check.body)) {
        QString where;
        if (!count->where.isEmpty()) {
            const Result<QString> bound
                = prepareQuery(m_context.plan(), SqlSource{count->where, {}},
                    m_context.dialectOf(m_check.target), m_context.environment);
            if (!bound) {
                then(fail(bound.error()));
                return;
            }
            where = *bound;
        }
        session->run(
            [table = count->table, where, limit](Session::Held& held) {
                return measure::rowCount(*held.connection, table, where, limit);
            },
            then);
    } else if (const auto* sum = std::get_if<ChecksumCheck>(&m_check.body)) {
        session->run(
            [sum = *sum, limit](Session::Held& held) {
                return measure::checksum(*held.connection, sum.table, sum.columns, limit);
            },
            then);
    }
}

void CheckRunner::measureLag(const ReplicationLagCheck& check)
{
    Session* session = m_context.sessionToLookAt(m_check.target);
    if (!session) {
        concluded(unknown(unbound(m_check.target).text()));
        return;
    }
    if (m_context.dialectOf(m_check.target) == Dialect::Mysql
        && !m_context.session(m_check.target)) {
        measureByHeartbeat(check.atMostMs);
        return;
    }
    session->run(
        [limit = m_check.timeLimitMs](Session::Held& held) -> Result<ReplicationLag> {
            if (Result<> ready = makeReady(*held.connection); !ready) {
                return fail(ready.error());
            }
            return replicationLag(*held.connection, limit);
        },
        [this, atMost = check.atMostMs](
            const Result<ReplicationLag>& lag) { concluded(lag, atMost); });
}

/// A replica of MariaDB or MySQL: which of our heartbeats has arrived there, and how old is it by
/// the clock of the primary that wrote it.
void CheckRunner::measureByHeartbeat(qint64 atMostMs)
{
    Session* replica = m_context.sessionToLookAt(m_check.target);
    const QString name = m_check.target.text();
    replica->run(
        [](Session::Held& held) -> Result<std::optional<Heartbeat>> {
            if (Result<> ready = makeReady(*held.connection); !ready) {
                return fail(ready.error());
            }
            return latestHeartbeat(*held.connection);
        },
        [this, atMostMs, name](const Result<std::optional<Heartbeat>>& arrived) {
            Session* primary = nullptr;
            for (Session* each : std::as_const(m_context.sessions)) {
                const bool wrote = arrived && *arrived && each->watcher()
                    && each->watcher()->lease().runner == (*arrived)->runner;
                primary = wrote ? each : primary;
            }
            if (!arrived || !primary) {
                ReplicationLag lag;
                lag.unknown = tr("The replica \"%1\" has none of this run's heartbeats: it does "
                                 "not follow a database of the run, or has stopped before it.")
                                  .arg(name);
                concluded(arrived ? Result<ReplicationLag>(lag) : fail(arrived.error()), atMostMs);
                return;
            }
            primary->run(
                [beat = **arrived, name](Session::Held& held) -> Result<ReplicationLag> {
                    if (Result<> ready = makeReady(*held.connection); !ready) {
                        return fail(ready.error());
                    }
                    return lagBehind(*held.connection, beat, name);
                },
                [this, atMostMs](const Result<ReplicationLag>& lag) { concluded(lag, atMostMs); });
        });
}

void CheckRunner::concluded(const Result<ReplicationLag>& lag, qint64 atMostMs)
{
    if (lag) {
        concluded(judgeLag(*lag, atMostMs));
    } else if (!looksAgain(lag.error())) {
        concluded(unknown(lag.error().text()), lag.error().code == ErrorCode::Cancelled);
    }
}

namespace {

/// Both sides of a comparison: what the threads that read them share.
struct Compared {
    Compared(const CompareCheck& compared, bool together)
        : rows(compared.maxRows, together)
        , check(compared)
    { }

    RowComparison rows;
    CompareCheck check;
    /// With a tolerance rows have no digest to be found by: they are kept, and sorted.
    std::array<QList<FoundRow>, 2> kept{};
    std::array<Result<>, 2> read{};
    int open = 2;

    [[nodiscard]] Verdict verdict() const
    {
        return check.tolerance.isEmpty()
            ? rows.verdict()
            : compareRows(kept[0], kept[1], check.maxRows, check.tolerance);
    }
};

Result<> readSide(Connection& connection, const QString& sql, qint64 limitMs, Compared& compared,
    RowComparison::Side side)
{
    const bool left = side == RowComparison::Side::Left;
    QList<FoundRow>& kept = compared.kept[left ? 0 : 1];
    const bool keeps = !compared.check.tolerance.isEmpty();
    const Result<> read = measure::eachRow(connection, sql, limitMs, [&](const FoundRow& row) {
        if (!keeps) {
            return compared.rows.take(side, row, connection.interrupter());
        }
        kept.append(row);
        return kept.size() <= compared.check.maxRows;
    });
    compared.rows.end(side);
    if (read && connection.interrupter().isCancelled()) {
        return fail({ErrorCode::Cancelled, tr("Cancelled while rows were compared."), {}, {}});
    }
    return read;
}

} // namespace

void CheckRunner::runCompare(const CompareCheck& compare)
{
    const TargetId rightTarget
        = compare.rightTarget.isEmpty() ? m_check.target : compare.rightTarget;
    const std::array<TargetId, 2> targets{m_check.target, rightTarget};
    std::array<Session*, 2> sessions{};
    std::array<QString, 2> queries{};
    for (size_t i = 0; i < targets.size(); ++i) {
        sessions[i] = m_context.sessionToLookAt(targets[i]);
        const Result<QString> sql
            = prepareQuery(m_context.plan(), i == 0 ? compare.left : compare.right,
                m_context.dialectOf(targets[i]), m_context.environment);
        if (!sessions[i] || !sql) {
            concluded(unknown((sessions[i] ? sql.error() : unbound(targets[i])).text()));
            return;
        }
        queries[i] = *sql;
    }
    // Two databases are read at the same time; one has both read one after the other.
    const auto compared = std::make_shared<Compared>(compare, sessions[0] != sessions[1]);
    for (size_t i = 0; i < targets.size(); ++i) {
        sessions[i]->run(
            [compared, sql = queries[i], limit = m_check.timeLimitMs, i](Session::Held& held) {
                return readSide(*held.connection, sql, limit, *compared,
                    i == 0 ? RowComparison::Side::Left : RowComparison::Side::Right);
            },
            [this, compared, i](const Result<>& read) {
                compared->read[i] = read;
                if (--compared->open > 0) {
                    return;
                }
                for (const Result<>& each : compared->read) {
                    if (!each) {
                        notCompared(each.error());
                        return;
                    }
                }
                concluded(compared->verdict());
            });
    }
}

void CheckRunner::notCompared(const Error& error)
{
    if (!looksAgain(error)) {
        concluded(unknown(error.text()), error.code == ErrorCode::Cancelled);
    }
}

void CheckRunner::runCommand(const CommandCheck& command)
{
    if (!m_context.allowCommands) {
        concluded(unknown(tr("Commands are not allowed in this run; \"%1\" was not started.")
                              .arg(command.program)));
        return;
    }
    m_process.run(command.program, command.arguments, m_context.folder, m_check.timeLimitMs,
        [this](const ProcessResult& result) {
            Verdict verdict;
            verdict.expected = tr("exit code 0");
            verdict.found = result.exitCode < 0 ? QString() : QString::number(result.exitCode);
            if (result.stopped || !result.problem.isEmpty()) {
                verdict.message = result.problem;
            } else if (result.exitCode == 0) {
                verdict.result = CheckResult::Pass;
            } else {
                verdict.result = CheckResult::Fail;
                verdict.message
                    = tr("The command ended with %1. %2").arg(result.exitCode).arg(result.tail);
            }
            concluded(verdict, result.stopped);
        });
}

void CheckRunner::runHttp(const HttpCheck& http)
{
    QNetworkRequest request{QUrl(http.url)};
    request.setTransferTimeout(static_cast<int>(m_check.timeLimitMs));
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(
        QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::finished, this, [this, http] {
        QNetworkReply* reply = std::exchange(m_reply, nullptr);
        reply->deleteLater();
        judgeAnswer(http, *reply);
    });
}

void CheckRunner::judgeAnswer(const HttpCheck& http, QNetworkReply& reply)
{
    const qint64 ms = m_clock.elapsed();
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    Verdict verdict;
    verdict.expected = tr("status %1").arg(http.status);
    if (status == 0) {
        verdict.message = m_stopping
            ? tr("The check was stopped.")
            : asSentence(tr("\"%1\" gave no answer: %2").arg(http.url, reply.errorString()));
        concluded(verdict, m_stopping);
        return;
    }
    verdict.found = tr("status %1 in %2 ms").arg(status).arg(ms);
    if (http.atMostMs) {
        verdict.expected = tr("status %1 within %2 ms").arg(http.status).arg(*http.atMostMs);
    }
    const bool inTime = !http.atMostMs || ms <= *http.atMostMs;
    if (status != http.status || !inTime) {
        verdict.result = CheckResult::Fail;
        verdict.message
            = asSentence(tr("Found %1, expected %2").arg(verdict.found, verdict.expected));
        concluded(verdict);
        return;
    }
    verdict.result = CheckResult::Pass;
    if (!http.number.isEmpty()) {
        const FoundValue number = numberAt(reply.readAll(), http.number);
        verdict = number ? judge(http.expect, number, m_before)
                         : unknown(tr("The answer has no number at \"%1\".").arg(http.number));
    }
    concluded(verdict);
}

FoundValue numberAt(const QByteArray& json, const QString& pointer)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    QJsonValue value
        = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const QStringList parts = pointer.split(QLatin1Char('/')).mid(1);
    for (QString part : parts) {
        part.replace(QLatin1String("~1"), QLatin1String("/"));
        part.replace(QLatin1String("~0"), QLatin1String("~"));
        if (value.isArray()) {
            bool isNumber = false;
            const int index = part.toInt(&isNumber);
            value = isNumber ? value.toArray().at(index) : QJsonValue(QJsonValue::Undefined);
        } else {
            value = value.toObject().value(part);
        }
    }
    if (value.isString()) {
        return value.toString();
    }
    if (!value.isDouble()) {
        return std::nullopt;
    }
    const QVariant number = value.toVariant();
    return number.typeId() == QMetaType::LongLong ? QString::number(number.toLongLong())
                                                  : QString::number(number.toDouble(), 'g', 15);
}

} // namespace whimbrel
