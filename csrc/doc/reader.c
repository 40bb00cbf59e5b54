#include "doc/reader.h"

#include "base/memory.h"

/* What entities of a dictionary without labels are called. */
#define UNLABELLED "NAME"

struct lede_reader {
    lede_arena arena;
    lede_reader_options options;
    lede_dictionary *dictionaries;
    lede_vector labels;              /* lede_text */
    lede_sentence_language language; /* with the user's abbreviations */
};

static uint32_t
label_number(lede_reader *reader, lede_text label)
{
    const lede_text *labels = reader->labels.data;
    for (size_t i = 0; i < reader->labels.count; i++) {
        if (lede_text_equal(labels[i], label)) {
            return (uint32_t)i;
        }
    }
    lede_text copy = lede_arena_copy(&reader->arena, label);
    lede_vector_push(&reader->labels, &copy);
    return (uint32_t)reader->labels.count - 1;
}

static void
read_labels(lede_reader *reader, size_t index)
{
    const lede_gazetteer *gazetteer = reader->options.gazetteers[index];
    lede_vector numbers;
    lede_vector_init(&numbers, &reader->arena, sizeof(uint32_t));
    for (size_t i = 0; lede_gazetteer_label(gazetteer, i).bytes != NULL; i++) {
        uint32_t number = label_number(reader, lede_gazetteer_label(gazetteer, i));
        lede_vector_push(&numbers, &number);
    }
    reader->dictionaries[index] = (lede_dictionary){
        .gazetteer = gazetteer,
        .labels = numbers.data,
        .label_count = numbers.count,
        .no_label = label_number(reader, (lede_text){UNLABELLED, strlen(UNLABELLED)}),
    };
}

/* The four own labels take their numbers in the order of lede_label. */
static void
enter_own_labels(lede_reader *reader)
{
    static const lede_text OWN[LEDE_LABEL_COUNT] = {
        {"PERSON", 6}, {"ORG", 3}, {"LOC", 3}, {"NORP", 4}};
    for (size_t i = 0; i < LEDE_LABEL_COUNT; i++) {
        (void)label_number(reader, OWN[i]);
    }
}

/* Takes copies of what is the caller's alone. */
static void
enter_sentence_options(lede_reader *reader)
{
    lede_sentence_options *options = &reader->options.sentences;
    size_t count = options->never_count;
    lede_text *never = lede_arena_alloc(&reader->arena, count, sizeof *never);
    for (size_t i = 0; never != NULL && i < count; i++) {
        never[i] = lede_arena_copy(&reader->arena, options->never_split[i]);
    }
    options->never_split = never;
    if (options->language != NULL && reader->options.abbreviation_count > 0) {
        reader->language = *options->language;
        lede_sentence_language_add(&reader->language, reader->options.abbreviations,
                                   reader->options.abbreviation_count, &reader->arena);
        options->language = &reader->language;
    }
    reader->options.abbreviations = NULL; /* they are in the language now */
}

lede_status
lede_reader_new(lede_reader **out, const lede_reader_options *options)
{
    lede_reader *reader = lede_memory_resize(NULL, sizeof *reader);
    if (reader == NULL) {
        return LEDE_NO_MEMORY;
    }
    *reader = (lede_reader){.options = *options};
    lede_arena_init(&reader->arena);
    lede_vector_init(&reader->labels, &reader->arena, sizeof(lede_text));
    enter_own_labels(reader);
    enter_sentence_options(reader);
    size_t count = options->gazetteer_count;
    reader->dictionaries = lede_arena_alloc(&reader->arena, count, sizeof(lede_dictionary));
    const lede_gazetteer **own = lede_arena_alloc(&reader->arena, count, sizeof *own);
    if (reader->dictionaries != NULL && own != NULL) {
        for (size_t i = 0; i < count; i++) {
            own[i] = options->gazetteers[i];
        }
        reader->options.gazetteers = own;
        for (size_t i = 0; i < count; i++) {
            read_labels(reader, i);
        }
    }
    lede_status status = lede_arena_status(&reader->arena);
    if (status != LEDE_OK) {
        lede_reader_free(reader);
        return status;
    }
    *out = reader;
    return LEDE_OK;
}

void
lede_reader_free(lede_reader *reader)
{
    if (reader != NULL) {
        lede_arena_release(&reader->arena);
        lede_memory_free(reader);
    }
}

const lede_reader_options *
lede_reader_get_options(const lede_reader *reader)
{
    return &reader->options;
}

const lede_dictionary *
lede_reader_dictionaries(const lede_reader *reader)
{
    return reader->dictionaries;
}

lede_text
lede_reader_label(const lede_reader *reader, uint32_t label)
{
    const lede_text *labels = reader->labels.data;
    return label < reader->labels.count ? labels[label] : (lede_text){"", 0};
}
