<?php
// Reads calendar files with sabre/vobject: one JSON string a line in, one JSON answer a line out.

// It is written for a PHP of long ago.
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');
require 'Sabre/VObject/autoload.php';

use Sabre\VObject\Property\DateTime as Moment;
use Sabre\VObject\Reader;

function moment(Moment $property)
{
    $time = $property->getDateTime();
    return $property->hasTime() ? $time->getTimestamp() : $time->format('Y-m-d');
}

function natural_end(Moment $start)
{
    return $start->hasTime() ? moment($start) : $start->getDateTime()->modify('+1 day')->format('Y-m-d');
}

function seen($event)
{
    $seen = array(
        'start' => moment($event->DTSTART),
        'end' => isset($event->DTEND) ? moment($event->DTEND) : natural_end(clone $event->DTSTART),
    );
    foreach (array('uid', 'summary', 'description', 'location', 'status') as $name) {
        $seen[$name] = (string) $event->{strtoupper($name)};
    }
    return $seen;
}

echo '"ready"', "\n";
while (($line = fgets(STDIN)) !== false) {
    try {
        $calendar = Reader::read(json_decode($line));
        $answer = array(
            'entries' => array_map('seen', array_values($calendar->select('VEVENT'))),
            'complaints' => array_map(function ($one) { return $one['message']; }, $calendar->validate()),
        );
    } catch (Throwable $error) {
        $answer = array('error' => (string) $error);
    }
    echo json_encode($answer), "\n";
}
