// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_pack.h"

#include "model/io/codecs.h"
#include "model/io/plan_format.h"
#include "model/io/plan_reader.h"

namespace whimbrel {

namespace {

constexpr int packVersion = 1;

tl::unexpected<Error> notAPack(const QString& message)
{
    return fail({ErrorCode::Unreadable,
        PlanFileText::tr("The kept copy of the plan cannot be read: %1").arg(message), {}, {}});
}

/// The content of a file that was kept as text, or as base64 when it is none.
Result<QByteArray> contentOf(const JsonRef& file)
{
    const JsonRef text = file.isObject() ? file.member("text") : JsonRef();
    if (text && text.type() == JsonType::String) {
        return text.text().toByteArray();
    }
    const JsonRef coded = file.isObject() ? file.member("base64") : JsonRef();
    if (coded && coded.type() == JsonType::String) {
        const auto decoded = QByteArray::fromBase64Encoding(
            coded.text().toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
        if (decoded) {
            return *decoded;
        }
    }
    return notAPack(PlanFileText::tr("line %1, %2: a file's content was expected.")
                        .arg(QString::number(file.line()), file.pointer()));
}

} // namespace

QByteArray packPlan(const Plan& plan)
{
    JsonText files = JsonText::object();
    for (auto file = plan.files.cbegin(); file != plan.files.cend(); ++file) {
        JsonText content = JsonText::object();
        if (file->isValidUtf8()) {
            content.insert(u"text", JsonText::of(QString::fromUtf8(*file)));
        } else {
            content.insert(u"base64", JsonText::of(QString::fromLatin1(file->toBase64())));
        }
        files.insert(file.key(), std::move(content));
    }
    JsonText packed = JsonText::object();
    packed.insert(u"whimbrel-pack", JsonText::of(qint64{packVersion}));
    packed.insert(u"plan", format::planText(plan));
    packed.insert(u"files", std::move(files));
    return packed.compact();
}

bool isPacked(const QByteArray& file)
{
    return file.startsWith("{\"whimbrel-pack\"");
}

Result<Plan> unpackPlan(const QByteArray& packed)
{
    QList<Violation> violations;
    const std::optional<JsonDocument> document
        = JsonDocument::parse(packed, maxPlanDepth + 1, violations);
    if (!document) {
        return notAPack(describe(violations));
    }
    const JsonRef root = document->root();
    const JsonRef version = root.isObject() ? root.member("whimbrel-pack") : JsonRef();
    const std::optional<qint64> number = version ? format::wholeNumber(version) : std::nullopt;
    if (!number) {
        return notAPack(PlanFileText::tr("it is no packed plan."));
    }
    if (*number > packVersion) {
        return notAPack(PlanFileText::tr("it was written by a newer Whimbrel. Update Whimbrel."));
    }
    const JsonRef plan = root.member("plan");
    if (!plan) {
        return notAPack(PlanFileText::tr("the plan in it is missing."));
    }
    PlanReading reading = readPlan(plan);
    if (!reading.plan) {
        return notAPack(describe(reading.violations));
    }
    const JsonRef files = root.member("files");
    if (files && files.isObject()) {
        for (JsonRef file = files.first(); file; file = file.next()) {
            Result<QByteArray> content = contentOf(file);
            if (!content) {
                return fail(content.error());
            }
            reading.plan->files.insert(QString::fromUtf8(file.key()), *std::move(content));
        }
    }
    return *std::move(reading.plan);
}

} // namespace whimbrel
