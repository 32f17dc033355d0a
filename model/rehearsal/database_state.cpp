// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/database_state.h"

#include "model/database/open_connection.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace whimbrel {

namespace {

WayVerdict verdictOf(Likeness likeness)
{
    switch (likeness) {
    case Likeness::Exact:
        return WayVerdict::Exact;
    case Likeness::DataDiffers:
        return WayVerdict::DataLost;
    case Likeness::OrderDiffers:
        return WayVerdict::OrderChanged;
    case Likeness::SchemaDiffers:
        break;
    }
    return WayVerdict::NotInverse;
}

QString textOf(const QJsonValue& value)
{
    if (value.isObject()) {
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    }
    if (value.isArray()) {
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    }
    return value.toVariant().toString();
}

} // namespace

Result<Fingerprint> takeFingerprint(const QString& url, const std::function<bool()>& isCancelled)
{
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    FingerprintOptions options;
    options.isCancelled = isCancelled;
    return fingerprint(**connection, options);
}

StateComparison compareStates(
    const QList<Fingerprint>& was, const QList<Fingerprint>& is, const QStringList& names)
{
    StateComparison all;
    for (qsizetype i = 0; i < qMin(was.size(), is.size()); ++i) {
        const QList<Difference> found = compare(was.at(i), is.at(i));
        const WayVerdict verdict = verdictOf(likeness(found));
        // Of two databases the worse counts: OrderChanged < DataLost < NotInverse.
        all.verdict = qMax(all.verdict, verdict);
        for (const Difference& each : found) {
            const QString name = names.value(i);
            all.differences.append({each.object,
                name.isEmpty() ? each.text : name + QStringLiteral(": ") + each.text, {}});
        }
    }
    return all;
}

Result<> describeDatabase(const QString& url, RehearsedDatabase& database)
{
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    const QJsonObject settings = (*connection)->settings();
    for (auto each = settings.begin(); each != settings.end(); ++each) {
        const QString text = textOf(each.value());
        if (each.key() == QLatin1String("version")) {
            database.server = text;
        } else {
            database.settings.append(each.key() + QStringLiteral(" = ") + text);
        }
    }
    return {};
}

} // namespace whimbrel
